package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** What a provider's WebSocket for streamed recognition wants to be told, and how it is read. */
interface StreamProtocol {
    HttpUrl url(RecogniserConfig config, String language);

    Map<String, String> headers(RecogniserConfig config);

    /** Sent first; empty for nothing, as in all that follow. */
    default String hello() {
        return "";
    }

    /** Has what was sent so far recognised for good. */
    default String flush() {
        return "";
    }

    /** A segment is over; the stream goes on. */
    default String segmentEnd() {
        return "";
    }

    /** Keeps a stream alive in which nobody speaks; without it, a little silence does. */
    default String keepAlive() {
        return "";
    }

    /** Nothing more will come. */
    String goodbye();

    /** Whether a stream takes one segment only. */
    default boolean isOneSegmentEach() {
        return false;
    }

    /** Reads the messages of one stream. */
    Reading reading();

    /** Used by the stream it was made for, under that stream's lock. */
    interface Reading {
        /** Audio has been sent up to here. */
        default void sent(long position) {}

        /**
         * @return empty where the message tells nothing about words
         * @throws UnknownMessageException it cannot be understood
         */
        Optional<StreamResult> read(JsonNode message);
    }

    /** To be counted and passed over. */
    final class UnknownMessageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownMessageException() {
            super(null, null, false, false);
        }
    }
}
