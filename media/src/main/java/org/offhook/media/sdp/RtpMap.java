package org.offhook.media.sdp;

import org.offhook.media.codec.CodecType;

/** One payload type's meaning: {@code a=rtpmap} or RFC 3551's static table. */
record RtpMap(String name, int clockRateHz, int channels) {
    private static final String TELEPHONE_EVENT = "telephone-event";

    /** Null where the payload type has no static meaning we know. */
    static RtpMap ofStatic(int payloadType) {
        for (CodecType codec : CodecType.values()) {
            if (codec.staticPayloadType() == payloadType) {
                return new RtpMap(codec.sdpName(), codec.clockRateHz(), codec.channels());
            }
        }
        return null;
    }

    /** Null where it is none of our codecs. Opus without its "/2" is still Opus. */
    CodecType codec() {
        for (CodecType codec : CodecType.values()) {
            if (codec.sdpName().equalsIgnoreCase(name)
                    && codec.clockRateHz() == clockRateHz
                    && (codec.channels() == channels || codec == CodecType.OPUS)) {
                return codec;
            }
        }
        return null;
    }

    boolean isTelephoneEvent() {
        return TELEPHONE_EVENT.equalsIgnoreCase(name)
                && (clockRateHz == 8_000 || clockRateHz == 48_000);
    }
}
