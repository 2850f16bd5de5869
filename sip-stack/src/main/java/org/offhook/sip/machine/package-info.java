/**
 * The thinking part of SIP, as plain objects: digest authentication, one registration, session
 * timers, message bodies. No socket, clock, thread or {@code javax.sip} type; time comes in as an
 * argument, effects go out through one parameter. Used by {@code org.offhook.sip.jain}; not for
 * other modules.
 */
package org.offhook.sip.machine;
