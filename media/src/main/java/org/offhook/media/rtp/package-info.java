/**
 * RTP (RFC 3550) and what rides on it: packets, the jitter buffer, telephone events (RFC 4733), the
 * sender's clock. Pure: no socket, thread, or clock; time is an argument.
 */
package org.offhook.media.rtp;
