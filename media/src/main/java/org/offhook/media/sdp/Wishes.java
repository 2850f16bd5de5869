package org.offhook.media.sdp;

/**
 * How the peer wants what we send.
 *
 * @param packetMillis length of packets: 10 to 60
 * @param comfortNoise it takes comfort noise (RFC 3389) instead of silence, as payload type 13
 * @param sparseSilence it needs no packets while nothing is said ({@code usedtx} of Opus)
 * @param redundancy it makes use of in-band redundancy ({@code useinbandfec} of Opus)
 * @param playbackRateHz samples per second that it can play ({@code maxplaybackrate} of Opus)
 */
public record Wishes(
        int packetMillis,
        boolean comfortNoise,
        boolean sparseSilence,
        boolean redundancy,
        int playbackRateHz) {

    /** Of a peer that says nothing about it. */
    public static final Wishes NONE = new Wishes(20, false, false, false, 48_000);

    /** As one who did not read the peer's description should assume: with redundancy. */
    static final Wishes USUAL = new Wishes(20, false, false, true, 48_000);

    public Wishes {
        if (packetMillis < 10 || packetMillis > 60 || packetMillis % 10 != 0) {
            throw new IllegalArgumentException("no such packets: " + packetMillis + " ms");
        }
    }
}
