/**
 * Puts questions with known answers to a bank and counts: {@code offhook answers eval}. Used by the
 * command's thread.
 */
package org.offhook.server.eval;
