package org.offhook.server.config;

import java.time.Duration;

/** Speech to words, as an operator names it. Printing one shows no secret. */
public sealed interface RecogniserChoice {
    /** The one on this machine. */
    record Local() implements RecogniserChoice {}

    /** Behind Deepgram's streaming protocol. */
    record Deepgram(Remote remote) implements RecogniserChoice {}

    /** A vosk-server. */
    record Vosk(Remote remote) implements RecogniserChoice {}

    /**
     * Behind the OpenAI transcription protocol.
     *
     * @param streamed whether the words are asked for as events
     */
    record OpenAi(Remote remote, boolean streamed) implements RecogniserChoice {}

    /**
     * @param model empty leaves it to the server
     * @param language as the provider writes it; empty for the agent's
     * @param timeout longest wait for the words of a segment
     */
    record Remote(String baseUrl, Secret apiKey, String model, String language, Duration timeout) {}
}
