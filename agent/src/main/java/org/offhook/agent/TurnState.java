package org.offhook.agent;

import java.time.Duration;
import java.util.Optional;

/** Where the conversation stands. */
sealed interface TurnState {
    /**
     * The caller's turn, and silence.
     *
     * @param prompts silence prompts since the caller last spoke
     */
    record Listening(int prompts) implements TurnState {}

    /** The caller speaks. */
    record CallerSpeaking() implements TurnState {}

    /**
     * The caller paused; perhaps the turn is over.
     *
     * @param looking number of the recognition that is under way; 0: none
     * @param heard the last result, null until there is one
     * @param ended true once the pause is long enough to be the end of the turn
     */
    record Paused(int looking, Heard heard, boolean ended) implements TurnState {}

    /**
     * The mind has the question, nothing is audible yet.
     *
     * @param after what follows its answer
     */
    record Thinking(TurnAfter after) implements TurnState {}

    /** The agent speaks. */
    record Speaking(TurnAfter after, boolean interruptible) implements TurnState {}

    /**
     * The caller makes a sound while the agent has the word. The agent is paused until it is known
     * whether that is an interruption.
     *
     * @param before {@link Thinking} or {@link Speaking}: where it goes on after mere noise
     * @param looking number of the recognition that is under way; 0: none
     * @param sounding whether the sound still goes on
     * @param ended whether it has been over for the length of a turn's end
     */
    record Interjected(TurnState before, int looking, boolean sounding, boolean ended)
            implements TurnState {}

    /**
     * The caller is being passed on.
     *
     * @param left how long that may still take, counted from the next wake-up
     * @param held whether the peer has put us on hold meanwhile
     */
    record Transferring(Duration left, boolean held) implements TurnState {}

    /**
     * The caller speaks a message after the tone.
     *
     * @param begun whether anything has been said yet
     */
    record TakingMessage(boolean begun) implements TurnState {}

    /**
     * The peer has put us on hold: what is heard is not meant for us.
     *
     * @param next what the caller is to hear first when it is over
     */
    record OnHold(Optional<Prompt> next) implements TurnState {
        OnHold() {
            this(Optional.empty());
        }
    }

    /** The peer's PBX plays music to us without having said so: nobody listens. */
    record HoldMusic() implements TurnState {}

    /** Nothing more happens. */
    record Over() implements TurnState {}
}
