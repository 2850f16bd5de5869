package org.offhook.media;

import java.time.Duration;
import java.util.List;
import org.offhook.media.codec.CodecType;

/**
 * The media part of the configuration, checked once. Keys in messages are those of the file.
 *
 * @param firstPort lowest RTP port, even (RFC 3550 §11)
 * @param lastPort highest RTP port, even; the odd ports between stay free for RTCP
 * @param rtpTimeout without a packet for this long {@link MediaListener#onRtpTimeout} is told
 * @param jitterTarget delay a stream starts with; it adapts from there
 * @param playoutLead how much of a streamed utterance may be queued before its producer waits
 * @param codecs that are spoken, the best first: the order of our offers
 * @param ourOrder in an answer, true: our order decides; false: the offerer's
 * @param srtp whether audio is encrypted
 * @param keys how keys are agreed on where it is
 * @param loops media threads; 0 for one per four cores
 */
public record MediaConfig(
        int firstPort,
        int lastPort,
        Duration rtpTimeout,
        Duration jitterTarget,
        Duration playoutLead,
        List<CodecType> codecs,
        boolean ourOrder,
        SrtpPolicy srtp,
        KeyPolicy keys,
        int loops) {

    public MediaConfig {
        check(
                firstPort >= 1024 && firstPort <= lastPort && lastPort <= 65_534,
                "media.ports must be a range within 1024 to 65534",
                firstPort + "-" + lastPort);
        check(
                firstPort % 2 == 0 && lastPort % 2 == 0,
                "media.ports must be even (RFC 3550 §11)",
                firstPort + "-" + lastPort);
        check(
                rtpTimeout.toMillis() >= 100 && rtpTimeout.toHours() <= 24,
                "media.rtp-timeout must be 100 ms to 24 h",
                rtpTimeout);
        check(
                jitterTarget.toMillis() >= 0 && jitterTarget.toMillis() <= 200,
                "media.jitter-target must be 0 to 200 ms",
                jitterTarget);
        check(
                playoutLead.toMillis() >= 100 && playoutLead.toMillis() <= 60_000,
                "media.playout-lead must be 100 ms to 60 s",
                playoutLead);
        check(!codecs.isEmpty(), "media.codecs must name at least one codec", codecs);
        check(loops >= 0 && loops <= 256, "media.loops must be 0 to 256", loops);
        codecs = List.copyOf(codecs);
    }

    public static MediaConfig defaults() {
        return new MediaConfig(
                20_000,
                29_998,
                Duration.ofSeconds(30),
                Duration.ofMillis(20),
                Duration.ofSeconds(2),
                List.of(CodecType.OPUS, CodecType.G722, CodecType.PCMU, CodecType.PCMA),
                false,
                SrtpPolicy.ACCEPT,
                KeyPolicy.BOTH,
                0);
    }

    /** The same with another range of ports. */
    public MediaConfig withPorts(int first, int last) {
        return with(first, last, rtpTimeout, codecs, srtp);
    }

    /** The same with other codecs, the best first. */
    public MediaConfig withCodecs(List<CodecType> others) {
        return with(firstPort, lastPort, rtpTimeout, others, srtp);
    }

    /** The same with another RTP timeout. */
    public MediaConfig withRtpTimeout(Duration other) {
        return with(firstPort, lastPort, other, codecs, srtp);
    }

    /** The same with another way to treat encryption. */
    public MediaConfig withSrtp(SrtpPolicy other) {
        return with(firstPort, lastPort, rtpTimeout, codecs, other);
    }

    /** The same with another way to agree on keys. */
    public MediaConfig withKeys(KeyPolicy other) {
        return new MediaConfig(
                firstPort,
                lastPort,
                rtpTimeout,
                jitterTarget,
                playoutLead,
                codecs,
                ourOrder,
                srtp,
                other,
                loops);
    }

    /** Whether a call may get its keys by a handshake. */
    boolean speaksDtls() {
        return srtp != SrtpPolicy.REFUSE && keys != KeyPolicy.SDES;
    }

    /** The same with so many media threads. */
    public MediaConfig withLoops(int threads) {
        return new MediaConfig(
                firstPort,
                lastPort,
                rtpTimeout,
                jitterTarget,
                playoutLead,
                codecs,
                ourOrder,
                srtp,
                keys,
                threads);
    }

    private MediaConfig with(
            int first, int last, Duration timeout, List<CodecType> others, SrtpPolicy policy) {
        return new MediaConfig(
                first,
                last,
                timeout,
                jitterTarget,
                playoutLead,
                others,
                ourOrder,
                policy,
                keys,
                loops);
    }

    private static void check(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
