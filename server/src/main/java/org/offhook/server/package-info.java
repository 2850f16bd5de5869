/**
 * The program: builds everything from its configuration and closes it in reverse. Knows the other
 * modules only to build them.
 */
package org.offhook.server;
