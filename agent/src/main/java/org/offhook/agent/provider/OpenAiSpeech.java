package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Voice;

/**
 * A voice behind {@code POST /audio/speech}: OpenAI, Groq, Kokoro-FastAPI, openedai-speech and
 * their kin. Speech is passed on as it arrives. Thread-safe.
 */
public final class OpenAiSpeech implements Voice {
    private final SpeechConfig config;
    private final Limits limits;
    private final Endpoint endpoint;

    public OpenAiSpeech(SpeechConfig config) {
        this(config, new OkHttpClient());
    }

    OpenAiSpeech(SpeechConfig config, OkHttpClient outline) {
        this.config = config;
        limits = config.limits();
        endpoint = new Endpoint(config.access(), config.firstAudioTimeout(), outline);
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        if (text.isBlank()) {
            return;
        }
        Call call = endpoint.post("audio/speech", "*/*", request(text));
        var speaking = new Speaking(sink);
        endpoint.<Sound>exchange(
                call,
                limits,
                (response, out) -> new SpeechStream(endpoint, List.of(text), out).read(response),
                speaking::take);
        speaking.end();
    }

    @Override
    public String id() {
        return "%s/%s/%s@%s"
                .formatted(
                        config.model(),
                        config.voice(),
                        config.speed(),
                        config.access().url().host());
    }

    @Override
    public void warmUp() {
        endpoint.warmUp(limits);
    }

    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        endpoint.check(limits);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    private ObjectNode request(String text) {
        ObjectNode request = endpoint.json().createObjectNode();
        request.put("model", config.model());
        request.put("voice", config.voice());
        request.put("input", text);
        request.put("response_format", config.format().wireName());
        if (config.speed() != 1) {
            request.put("speed", config.speed());
        }
        return request;
    }
}
