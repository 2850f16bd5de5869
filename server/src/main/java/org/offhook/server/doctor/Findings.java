package org.offhook.server.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What a checkup saw, without judgement. What was not come to is empty.
 *
 * @param registered empty where it is; else why it is not
 * @param call the call from the line to itself
 */
public record Findings(
        Setup setup, Optional<String> registered, Asked asked, Optional<SelfCall> call) {

    /**
     * What the configuration says.
     *
     * @param codecs names as in SDP, the preferred first
     * @param externalAddress empty for none
     * @param mustEncrypt that {@code media.srtp} is {@code require}
     */
    public record Setup(
            String line,
            String registrar,
            List<String> codecs,
            String externalAddress,
            boolean mustEncrypt) {
        public Setup {
            codecs = List.copyOf(codecs);
        }
    }

    /**
     * What OPTIONS brought.
     *
     * @param status 0 where nothing came
     * @param product who answered; empty where it did not say
     * @param sentFrom {@code host:port} that we said
     * @param seenAs {@code host:port} that the PBX saw; empty where it did not say
     */
    public record Asked(int status, String product, String sentFrom, String seenAs) {}

    /**
     * The line called itself.
     *
     * @param refused final status where the call was not answered, else 0
     * @param reason why it was not answered, or could not be held
     * @param arrived that the PBX sent the call on to us
     * @param placed our end that called; empty where there was no audio to be agreed on
     * @param called our end that was called
     */
    public record SelfCall(
            int refused,
            String reason,
            boolean arrived,
            Optional<End> placed,
            Optional<End> called,
            List<Keys> keys,
            Optional<Hold> hold,
            Optional<Transfer> transfer) {
        public SelfCall {
            keys = List.copyOf(keys);
        }

        public static SelfCall unanswered(int status, String reason, boolean arrived) {
            return new SelfCall(
                    status,
                    reason,
                    arrived,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * One end of that call.
     *
     * @param codec as in SDP
     * @param audioTo address that the PBX wants our audio at
     * @param audioFrom address that we want its audio at
     * @param packets of RTP that arrived
     * @param foreign of those, from another source than the first
     * @param hears the sound that the other end made
     */
    public record End(
            String codec,
            String audioTo,
            String audioFrom,
            boolean encrypted,
            long packets,
            long foreign,
            boolean hears) {}

    /** How keys were pressed. */
    public enum Way {
        /** RFC 4733, as the caller. */
        EVENTS_THERE,
        /** RFC 4733, as the called. */
        EVENTS_BACK,
        /** SIP INFO. */
        INFO,
        /** Tones in the audio. */
        TONES
    }

    /**
     * Keys pressed at one end.
     *
     * @param sent false where the peer takes none that way
     */
    public record Keys(Way way, boolean sent, String pressed, String heard) {
        boolean arrived() {
            return heard.equals(pressed);
        }
    }

    /**
     * Hold and resume, by re-INVITE. Statuses are of SIP; 0 where nothing came.
     *
     * @param silentMeanwhile that nothing was sent to the end that had put the other on hold
     * @param hearsAfter both ends heard each other again
     */
    public record Hold(int held, int resumed, boolean silentMeanwhile, boolean hearsAfter) {}

    /** A blind transfer, by REFER: the final status of the news about it. */
    public record Transfer(String target, int status) {}
}
