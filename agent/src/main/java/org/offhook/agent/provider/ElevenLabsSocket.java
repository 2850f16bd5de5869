package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * One connection to ElevenLabs, which speaks one utterance. Opened ahead and left to another
 * thread, which then owns it; told on the socket's reader thread.
 */
final class ElevenLabsSocket implements ProviderSocket.Listener {
    /** The longest that the provider allows, in seconds. */
    private static final int INACTIVITY_SECONDS = 180;

    private final SocketDoor door;
    private final SoundQueue sounds;
    private final ProviderSocket socket;
    private final long openedNanos;
    private volatile ProviderException end;
    private volatile List<String> spoken = List.of();

    private ElevenLabsSocket(SocketDoor door, ElevenLabsConfig config, long nowNanos) {
        this.door = door;
        openedNanos = nowNanos;
        sounds = new SoundQueue(config.limits(), config.rateHz());
        socket = door.open(url(door, config), Map.of("xi-api-key", config.apiKey()), this);
    }

    /** Opens one and prepares it for speaking, without waiting. */
    static ElevenLabsSocket open(SocketDoor door, ElevenLabsConfig config, long nowNanos) {
        var opened = new ElevenLabsSocket(door, config, nowNanos);
        var first = door.json().createObjectNode().put("text", " ");
        if (config.speed() != 1) {
            first.putObject("voice_settings").put("speed", config.speed());
        }
        opened.socket.send(first);
        return opened;
    }

    private static HttpUrl url(SocketDoor door, ElevenLabsConfig config) {
        var url =
                door.url()
                        .newBuilder()
                        .addPathSegments("v1/text-to-speech")
                        .addPathSegment(config.voice())
                        .addPathSegment("stream-input")
                        .addQueryParameter("model_id", config.model())
                        .addQueryParameter("output_format", "pcm_" + config.rateHz())
                        .addQueryParameter("inactivity_timeout", "" + INACTIVITY_SECONDS)
                        // Whole sentences are sent: waiting for more text gains nothing.
                        .addQueryParameter("auto_mode", "true");
        if (!config.language().isEmpty()) {
            url.addQueryParameter("language_code", config.language());
        }
        return url.build();
    }

    boolean isUsable() {
        return end == null;
    }

    /** Whether the connection was lost, and the provider did not complain. */
    boolean isLostBy(ProviderException failure) {
        return failure == end;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - openedNanos;
    }

    /** Speaks the one utterance; returns at its end, or when no more is wanted. */
    void speak(String text, Speaking speaking) throws ProviderException, InterruptedException {
        spoken = List.of(text);
        socket.send(door.json().createObjectNode().put("text", text + " ").put("flush", true));
        socket.send(door.json().createObjectNode().put("text", ""));
        try {
            sounds.drain(speaking);
        } finally {
            leave();
        }
    }

    void leave() {
        if (sounds.isComplete()) {
            socket.close();
        } else {
            socket.cancel();
        }
    }

    @Override
    public void message(JsonNode message) {
        if (message.hasNonNull("error") || message.path("code").isInt()) {
            sounds.fail(door.failure(message, spoken));
            return;
        }
        boolean last = message.path("isFinal").asBoolean();
        JsonNode audio = message.path("audio");
        if (audio.isTextual()) {
            try {
                sounds.put(Base64.getDecoder().decode(audio.textValue()));
            } catch (IllegalArgumentException _) {
                door.countMalformed();
            }
        } else if (!last && !message.has("alignment") && !audio.isNull()) {
            door.countMalformed();
        }
        if (last) {
            sounds.end();
        }
    }

    @Override
    public void ended(ProviderException why) {
        end = why;
        sounds.fail(why);
    }
}
