/**
 * Speaks SIP messages (RFC 3261): lines that register at a PBX, invites, calls. Every callback of
 * this package runs on the one {@code sip} thread and must return at once. Imports nothing of
 * media, cache or agent; no {@code javax.sip} type leaves it.
 */
package org.offhook.sip;
