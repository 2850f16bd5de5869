package org.offhook.agent;

import java.io.IOException;

/** What a realtime service tells. Responses and items carry its own names; empty: it gave none. */
public sealed interface RealtimeEvent {
    /** The session is open and as it was asked for. */
    record Ready() implements RealtimeEvent {}

    /** A response has begun. */
    record Began(String response) implements RealtimeEvent {}

    /** Something belongs to a response: speech, or the call of a tool. */
    record ItemAdded(String response, String item) implements RealtimeEvent {}

    /**
     * @param part the item's content, counted from 0
     * @param sound in the session's format, any length
     */
    record Sound(String response, String item, int part, byte[] sound) implements RealtimeEvent {}

    /** The next of the words that are spoken. */
    record Words(String response, String text) implements RealtimeEvent {}

    record Called(String response, ToolCall call) implements RealtimeEvent {}

    /** How a response ended. */
    enum Outcome {
        COMPLETE,
        CANCELLED,
        FAILED
    }

    /**
     * @param why fit for a log; empty where nothing failed
     */
    record Finished(String response, Outcome outcome, String why) implements RealtimeEvent {}

    /**
     * Something asked of the service was refused.
     *
     * @param what which of ours
     * @param busy whether because another response is under way
     * @param why fit for a log
     */
    record Refused(Request what, boolean busy, String why) implements RealtimeEvent {}

    /** What can be refused. */
    enum Request {
        RESPONSE,
        COMMIT,
        OTHER
    }

    /**
     * The session is over, once.
     *
     * @param forGood whether another one would fare no better: the key was refused
     */
    record Lost(IOException why, boolean forGood) implements RealtimeEvent {}
}
