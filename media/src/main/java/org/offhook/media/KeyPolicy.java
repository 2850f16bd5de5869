package org.offhook.media;

/** How both ends of an encrypted call come to its keys. */
public enum KeyPolicy {
    /** In SDP (RFC 4568): whoever reads the signalling can hear the call. */
    SDES,
    /** By a handshake between the media ports (RFC 5763), whose fingerprint is in SDP. */
    DTLS,
    /** Either: by DTLS where the peer offers it. */
    BOTH
}
