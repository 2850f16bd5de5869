package org.offhook.agent;

/**
 * All that {@link RealtimeTalk} may ask of the world, on the call's realtime thread. Nothing waits.
 */
interface RealtimeWorld {
    /** Opens a session whose events come back with it. */
    RealtimeSession open();

    /** The caller's sound goes to this one; null: to nobody. */
    void attach(RealtimeSession session);

    RealtimeAnswer newAnswer();

    /** Begins to play an answer that is wanted. */
    Thread speak(RealtimeAnswer answer);

    /** Says something prepared in front of an answer that is late. */
    Thread fill(RealtimeAnswer answer, String text, short[] samples);

    /** Uses a tool; {@link RealtimeTalk#brought} takes its result. */
    Thread use(int turn, int utterance, ToolCall call);

    void log(String what);
}
