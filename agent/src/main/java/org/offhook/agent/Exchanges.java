package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * What was asked and answered in one call, as far as the caller heard it to its end. Used by the
 * call's thread only.
 */
final class Exchanges {
    /** A call of more teaches nothing new. */
    private static final int MOST = 100;

    private final List<Exchange> heard = new ArrayList<>();
    private int utterance = -1;
    private String question = "";
    private String answerId = "";
    private boolean exact;
    private long stoppedNanos;
    private long startedNanos;

    /** An answer is about to be said to what the caller has just said. */
    void answers(int number, Heard to, String preparedId, boolean isExact, Speech speech) {
        utterance = number;
        question = to == null ? "" : to.words();
        answerId = preparedId;
        exact = isExact;
        startedNanos = 0;
        stoppedNanos = speech == null ? 0 : speech.lastVoicedNanos();
    }

    void started(int number, long nanos) {
        if (number == utterance) {
            startedNanos = nanos;
        }
    }

    /** It has been heard to its end. */
    void ended(int number, UtteranceText text) {
        if (number != utterance || number <= 0 || question.isBlank() || heard.size() == MOST) {
            return;
        }
        long waitedNanos = startedNanos == 0 || stoppedNanos == 0 ? 0 : startedNanos - stoppedNanos;
        heard.add(
                new Exchange(
                        question,
                        answerId,
                        exact,
                        text.all(),
                        !text.toolsUsed().isEmpty(),
                        (int) Math.max(0, waitedNanos / 1_000_000)));
        utterance = -1;
    }

    /** All of them, once. */
    List<Exchange> drain() {
        List<Exchange> all = List.copyOf(heard);
        heard.clear();
        return all;
    }
}
