/**
 * Real SIP programs as test peers, one class each: a process on loopback with an address and a
 * folder of its own, ended by {@code close}. Knows nothing of Offhook's classes.
 */
package org.offhook.tests.peer;
