package org.offhook.agent;

/** What happened in a call. */
sealed interface TurnEvent {
    /** What means something else in each state. */
    sealed interface InTurn extends TurnEvent {}

    /** What the caller's voice does. */
    sealed interface OfCaller extends InTurn {}

    /** What the agent's voice does. */
    sealed interface OfAgent extends InTurn {}

    /** What the other end of the line does. */
    sealed interface OfCall extends InTurn {}

    /** The call is up. */
    record Answered() implements OfCall {}

    record SpeechStarted() implements OfCaller {}

    /** Worth a look while the caller goes on speaking. */
    record SpeechContinues(int attempt, Speech speech) implements OfCaller {}

    /** A short pause: worth a look, not yet the end. */
    record SpeechPaused(int attempt, Speech speech) implements OfCaller {}

    record SpeechResumed() implements OfCaller {}

    /** A pause longer than any turn has. */
    record SpeechEnded() implements OfCaller {}

    /** The recogniser is sure that the caller has finished this segment. */
    record TurnEnded(int segment) implements OfCaller {}

    /**
     * What the caller says seems to be this so far; spoken further, it may become something else.
     */
    record Guessed(int segment, Heard heard) implements OfCaller {}

    /** What was guessed last is not what the caller says. */
    record WordsChanged() implements OfCaller {}

    /** What a look brought. */
    record Understood(int attempt, Heard heard) implements InTurn {}

    /** The first packet of what the agent says has left. */
    record UtteranceStarted(int utterance, long firstPacketNanos) implements OfAgent {}

    /** The last packet has left, after all of it or because it was silenced. */
    record UtteranceEnded(int utterance, int playedFrames, long lastPacketNanos)
            implements OfAgent {}

    /** The mind failed. */
    record AnswerFailed(int utterance) implements OfAgent {}

    /**
     * The mind has decided while it answers what follows the answer; a caller who takes the word
     * before that takes it back.
     */
    record Resolved(int utterance, TurnAfter after) implements OfAgent {}

    record Digit(char digit) implements InTurn {}

    /** The wake-up asked for by {@link TurnAction.WakeIn} or {@link TurnAction.WaitForPause}. */
    record Woke() implements InTurn {}

    /** The peer put us on hold. */
    record Held() implements OfCall {}

    record Unheld() implements OfCall {}

    /**
     * @param status 2xx where the other side took the call
     */
    record TransferEnded(int status) implements OfCall {}

    /** No RTP has come for seconds where it should, or it comes again. */
    record RtpQuiet(boolean quiet) implements OfCall {}

    /** The caller's audio has stopped, and the agent is free to ask. */
    record LineQuiet() implements OfCall {}

    /** Music has begun or ended where a caller should speak. */
    record MusicHeard(boolean plays) implements OfCall {}

    /** Music plays, and the agent has finished. */
    record MusicPlays() implements OfCall {}

    /**
     * The message that the caller speaks is kept no further.
     *
     * @param kept true where it has reached its longest, false where it could not be written
     */
    record MessageStopped(boolean kept) implements OfCall {}

    /** The call has lasted as long as it may. */
    record TimeUp() implements TurnEvent {}

    /** No audio comes any more, or ever. */
    record RtpLost(String why) implements TurnEvent {}

    record Ended(String reason) implements TurnEvent {}
}
