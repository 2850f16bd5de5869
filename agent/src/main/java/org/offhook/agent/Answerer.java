package org.offhook.agent;

import java.util.List;
import org.offhook.media.HeardFrames;

/** The mind of one call: brings its answers to the call's playout. Used by the call's thread. */
interface Answerer extends AutoCloseable {
    /** Begins to work on an answer; nothing is heard before {@link #ask}. */
    void draft(List<LanguageModel.Message> messages);

    /**
     * Has an answer heard, the drafted one where there is one; returns its utterance number.
     *
     * @param said filled with the answer as it is spoken
     */
    int ask(List<LanguageModel.Message> messages, UtteranceText said);

    /** The same under a number that has been begun already: whoever was asked first has failed. */
    void askAs(int utterance, List<LanguageModel.Message> messages, UtteranceText said);

    /** An answer will not be completed; true where somebody else has it heard instead. */
    default boolean takesOver(int failed) {
        return false;
    }

    /**
     * Something prepared in front of an answer that is late, unless that has begun by now.
     *
     * @param samples PCM as in {@link org.offhook.media.Pcm}
     */
    void fill(String text, short[] samples);

    /** What is drafted or being said is not wanted any more. */
    void abandon();

    /** Every frame of the caller's; on the hearing thread, must not wait. */
    default void hear(HeardFrames.Frame frame) {}

    /** What is heard, before anybody acts on it; must not wait. */
    default void notice(TurnEvent event) {}

    /** So much of an utterance left before it ended. */
    default void played(int utterance, int frames) {}

    /** When its current answer had its first word, 0: not yet ({@code System.nanoTime()}). */
    long firstTokenNanos();

    /** When its current answer had its first sound. */
    long firstVoiceNanos();

    @Override
    void close();
}
