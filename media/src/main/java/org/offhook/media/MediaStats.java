package org.offhook.media;

/**
 * One call's packet counters.
 *
 * @param received valid RTP packets
 * @param lost never arrived in time to be played
 * @param late arrived after their frame was played
 * @param duplicated arrived twice
 * @param invalid not RTP, wrong version, wrong payload type, too short
 * @param foreign came from another source than the latched one (RFC 3550 §8, RTP bleed)
 * @param unwanted came while we had said that we receive nothing (RFC 3264 §5.1): not heard
 * @param sent packets sent
 * @param concealedFrames frames of 20 ms made up
 * @param droppedFrames frames nobody read in time
 * @param jitterMillis interarrival jitter (RFC 3550 §6.4.1)
 */
public record MediaStats(
        long received,
        long lost,
        long late,
        long duplicated,
        long invalid,
        long foreign,
        long unwanted,
        long sent,
        long concealedFrames,
        long droppedFrames,
        double jitterMillis) {}
