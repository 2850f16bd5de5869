package org.offhook.agent;

import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.Playout;

/** Says answers with slots in one call. Used by the call's thread. */
final class SlotTeller {
    private static final Logger log = LogManager.getLogger(SlotTeller.class);

    private final String callId;
    private final SlotValues values;
    private final Repertoire.Line bridge;
    private final CallScope scope;
    private final Playout playout;
    private final IntConsumer onFailed;
    private List<Thread> threads = List.of();
    private int answers;

    /**
     * @param bridge said where a part is late
     * @param onFailed told, on any thread, the utterance that will not be completed
     */
    SlotTeller(
            String callId,
            SlotValues values,
            Repertoire.Line bridge,
            CallScope scope,
            Playout playout,
            IntConsumer onFailed) {
        this.callId = callId;
        this.values = values;
        this.bridge = bridge;
        this.scope = scope;
        this.playout = playout;
        this.onFailed = onFailed;
    }

    /**
     * Begins to say an answer; what is prepared of it begins at once.
     *
     * @return its utterance number
     */
    int say(SlottedLine line, UtteranceText said) {
        abandon();
        int number = ++answers;
        var answer =
                new SlottedAnswer(
                        line,
                        values,
                        bridge,
                        SlottedAnswer.Patience.USUAL,
                        playout,
                        playout.begin(),
                        said);
        threads =
                List.of(
                        scope.fork("slot-" + number, () -> say(answer)),
                        scope.fork("slot-voice-" + number, answer::speak));
        return answer.utterance();
    }

    private void say(SlottedAnswer answer) throws InterruptedException {
        try {
            answer.say();
        } catch (IOException failure) {
            log.warn("call {}: answer not said to its end: {}", callId, failure.getMessage());
            onFailed.accept(answer.utterance());
        }
    }

    /** What is being said is not wanted any more. */
    void abandon() {
        threads.forEach(Thread::interrupt);
        threads = List.of();
    }
}
