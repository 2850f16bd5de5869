/**
 * All media state of one call, pure: packets and time in, packets and frames out. A media thread
 * drives it over a socket; a simulation drives it in virtual time. The two borders to the call's
 * own threads, {@link org.offhook.media.HeardFrames} up and {@link org.offhook.media.Playout} down,
 * are here too.
 */
package org.offhook.media.call;
