package org.offhook.media.srtp;

/** The crypto suites we speak, named as in SDP (RFC 4568 section 6.2). */
public enum SrtpSuite {
    AES_CM_128_HMAC_SHA1_80(10),
    AES_CM_128_HMAC_SHA1_32(4);

    /** Bytes of a master key. */
    public static final int KEY_BYTES = 16;

    /** Bytes of a master salt. */
    public static final int SALT_BYTES = 14;

    /** Control packets have the long tag in both suites. */
    static final int CONTROL_TAG_BYTES = 10;

    /** What of a control packet is never encrypted: up to its sender's SSRC. */
    static final int CONTROL_HEADER_BYTES = 8;

    private final int tagBytes;

    SrtpSuite(int tagBytes) {
        this.tagBytes = tagBytes;
    }

    /** Bytes of the tag at the end of an audio packet. */
    int tagBytes() {
        return tagBytes;
    }
}
