package org.offhook.agent;

import java.io.IOException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Has the agent's recogniser look at what answers a call that we placed; the words arrive in the
 * inbox. Used by the call's thread; each look has a virtual thread of its own.
 */
final class ScreeningLooks implements Screening.Looks, AutoCloseable {
    private static final Logger log = LogManager.getLogger(ScreeningLooks.class);

    private final String callId;
    private final CallScope scope;
    private final Inbox inbox;
    private final Recognition recognition;
    private final int base;
    private volatile boolean closed;

    /**
     * @param base added to the number of each look, to tell them from those of other listenings
     */
    ScreeningLooks(String callId, Agent agent, CallScope scope, Inbox inbox, int base) {
        this.base = base;
        this.callId = callId;
        this.scope = scope;
        this.inbox = inbox;
        this.recognition =
                agent.recogniser().open(callId, agent.language(), new Recognition.Listener() {});
    }

    @Override
    public void look(int attempt, Speech speech) {
        scope.fork(
                "screen-" + attempt,
                // Below zero: a late one is no look of the conversation that follows.
                () -> inbox.postOrBreak(new TurnEvent.Understood(-attempt - base, heard(speech))));
    }

    private Heard heard(Speech speech) throws InterruptedException {
        String words = "";
        boolean failed = false;
        try {
            words = recognition.words(speech, () -> closed);
            log.debug("call {}: answered with \"{}\"", callId, words);
        } catch (IOException failure) {
            failed = true;
            log.warn("call {}: recognition failed: {}", callId, failure.toString());
        }
        long now = System.nanoTime();
        return new Heard(words, null, speech.isLongEnoughForWords(), failed, now, now);
    }

    @Override
    public void onSegment(Speech begun) {
        recognition.begin(begun.segment(), begun.samples(), begun.samples().length);
    }

    @Override
    public void onSegmentFrame(short[] samples) {
        recognition.hear(samples, samples.length);
    }

    @Override
    public void onSegmentEnd() {
        recognition.end();
    }

    @Override
    public void close() {
        closed = true;
        recognition.close();
    }
}
