/**
 * Speaks DTLS 1.2 (RFC 6347) until it has yielded the keys of SRTP (RFC 5764), and hides Bouncy
 * Castle. A handshake has a virtual thread of its own; the media thread gives it records and takes
 * some, and never waits. Must not know sockets or calls.
 */
package org.offhook.media.dtls;
