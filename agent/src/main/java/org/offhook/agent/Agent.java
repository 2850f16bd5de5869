package org.offhook.agent;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;

/**
 * One agent as callers meet it. Shared by its calls; owns nothing: who built the parts closes them.
 *
 * @param name in logs and records
 * @param language the callers', as BCP 47 has it
 * @param instructions system message for the language model
 * @param limits how long things may take
 * @param repertoire what it can say without thinking
 * @param cache decides whether a question has a prepared answer
 * @param mind for everything else
 * @param recogniser speech to words
 * @param lines one permit per call it takes at once; without one it is busy
 * @param wayOut for a caller whose questions fail one after the other
 * @param tools what its model may do
 */
public record Agent(
        String name,
        Locale language,
        String instructions,
        Limits limits,
        Repertoire repertoire,
        Cache cache,
        Mind mind,
        Recogniser recogniser,
        Semaphore lines,
        Answer.Then wayOut,
        AgentTools tools) {

    /** The same in a call of which more is to be known. */
    public Agent withInstructions(String known) {
        return new Agent(
                name,
                language,
                known,
                limits,
                repertoire,
                cache,
                mind,
                recogniser,
                lines,
                wayOut,
                tools);
    }

    /** The part of an answer cache that belongs to this agent. */
    @FunctionalInterface
    public interface Cache {
        /** Computes for some milliseconds; called on the model pool. */
        Lookup lookup(String words) throws IOException;

        /** A turn of a caller's is over. Called on the call's thread; never waits. */
        default void turned(TurnRecord turn) {}

        /**
         * A call is over: what may be learned from it. Called on the call's thread; never waits.
         */
        default void over(List<Exchange> exchanges) {}
    }

    boolean canThink() {
        return !(mind instanceof Mind.None);
    }
}
