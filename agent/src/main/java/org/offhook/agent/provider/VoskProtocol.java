package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.offhook.media.Pcm;

/**
 * The WebSocket of vosk-server. It answers each piece of audio with one message, in order: so it is
 * known how far it has heard, though it does not say. It has no word for the end of a segment but
 * the end of the stream, so each segment has a stream of its own.
 */
final class VoskProtocol implements StreamProtocol {
    @Override
    public HttpUrl url(RecogniserConfig config, String language) {
        return config.access().url();
    }

    @Override
    public Map<String, String> headers(RecogniserConfig config) {
        return Map.of();
    }

    @Override
    public String hello() {
        return "{\"config\" : {\"sample_rate\" : " + Pcm.RATE_HZ + "}}";
    }

    /** The server compares it letter by letter, blanks too. */
    @Override
    public String goodbye() {
        return "{\"eof\" : 1}";
    }

    @Override
    public boolean isOneSegmentEach() {
        return true;
    }

    @Override
    public Reading reading() {
        return new Answers();
    }

    private static final class Answers implements Reading {
        private final Deque<Long> unanswered = new ArrayDeque<>();
        private long heardTo;
        private long finalTo;

        @Override
        public void sent(long position) {
            unanswered.add(position);
        }

        @Override
        public Optional<StreamResult> read(JsonNode message) {
            boolean isFinal = message.path("text").isTextual();
            JsonNode words = isFinal ? message.path("text") : message.path("partial");
            if (!words.isTextual()) {
                throw new UnknownMessageException();
            }
            heardTo = unanswered.isEmpty() ? heardTo : unanswered.poll();
            var result =
                    new StreamResult(
                            finalTo, heardTo, words.textValue(), List.of(), isFinal, false);
            finalTo = isFinal ? heardTo : finalTo;
            return Optional.of(result);
        }
    }
}
