package org.offhook.media.rtcp;

/** Wall-clock time as control packets have it (RFC 3550 section 4). */
final class Ntp {
    private static final long NANOS = 1_000_000_000L;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    private Ntp() {}

    /**
     * Seconds since 1900 in the upper 32 bits, their fraction in the lower.
     *
     * @param epochNanos since 1970
     */
    static long of(long epochNanos) {
        long seconds = Math.floorDiv(epochNanos, NANOS) + SECONDS_FROM_1900_TO_1970;
        long fraction = (Math.floorMod(epochNanos, NANOS) << 32) / NANOS;
        return seconds << 32 | fraction;
    }

    /** The 32 bits in the middle: units of 1/65,536 s. */
    static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }

    /** Units of 1/65,536 s, as from a difference of two middles. */
    static long nanos(int units) {
        return units * NANOS >> 16;
    }

    /** The other way; at most what 32 bits hold, 18 hours. */
    static int units(long nanos) {
        return (int) Math.min((nanos / 1_000) * 65_536 / 1_000_000, 0xFFFF_FFFFL);
    }
}
