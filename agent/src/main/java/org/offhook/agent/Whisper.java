package org.offhook.agent;

import java.io.IOException;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.Playout;

/**
 * What a person is told before a caller is passed on.
 *
 * @param callId for the log
 * @param text empty for nothing
 */
record Whisper(String callId, String text, Optional<Voice> voice) {
    private static final Logger log = LogManager.getLogger(Whisper.class);

    /** The caller waits while it is said. */
    private static final int LONGEST_SUMMARY = 400;

    /**
     * The words of {@link TransferTargets.Manner.Attended#whisper}, filled in.
     *
     * @param caller number or name
     * @param summary by the model, or the caller's own words
     */
    static String text(String template, String caller, String summary) {
        int most = Math.min(summary.length(), LONGEST_SUMMARY);
        return template.replace("{caller}", caller)
                .replace("{summary}", summary.substring(0, most))
                .strip();
    }

    /** Says it as that utterance; false where nothing was said. */
    boolean say(Playout playout, int utterance) throws InterruptedException {
        if (text.isEmpty() || voice.isEmpty()) {
            return false;
        }
        try {
            voice.get()
                    .forCall()
                    .speak(
                            text,
                            (samples, length) -> playout.putOrWait(utterance, samples, length));
            playout.end(utterance);
            return true;
        } catch (IOException failure) {
            log.warn("call {}: the person is told nothing: {}", callId, failure.getMessage());
            return false;
        }
    }
}
