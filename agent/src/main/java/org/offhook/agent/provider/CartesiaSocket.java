package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One connection to Cartesia, which speaks any number of utterances at once, each in a context.
 * Thread-safe; told on the socket's reader thread.
 */
final class CartesiaSocket implements ProviderSocket.Listener {
    private record Context(SoundQueue sounds, String text) {}

    private final SocketDoor door;
    private final CartesiaConfig config;
    private final Map<String, Context> contexts = new ConcurrentHashMap<>();
    private final ProviderSocket socket;
    private volatile ProviderException end;
    private volatile boolean retired;

    CartesiaSocket(SocketDoor door, CartesiaConfig config) {
        this.door = door;
        this.config = config;
        var url = door.url().newBuilder().addPathSegments("tts/websocket").build();
        var headers =
                Map.of(
                        "Authorization",
                        "Bearer " + config.apiKey(),
                        "Cartesia-Version",
                        config.version());
        socket = door.open(url, headers, this);
    }

    /** Whether a new utterance may begin here. */
    boolean isUsable() {
        return end == null && !retired;
    }

    /** Whether the connection was lost, and the provider did not complain. */
    boolean isLostBy(ProviderException failure) {
        return failure == end;
    }

    /** Speaks an utterance; returns at its end, or when no more is wanted. */
    void speak(String text, Speaking speaking) throws ProviderException, InterruptedException {
        String id = UUID.randomUUID().toString();
        var sounds = new SoundQueue(config.limits(), config.rateHz());
        contexts.put(id, new Context(sounds, text));
        if (!socket.send(request(id, text)) || end != null) {
            ProviderException why = end;
            sounds.fail(
                    why == null ? new ProviderException(door.name() + ": cannot be sent to") : why);
        }
        try {
            sounds.drain(speaking);
        } catch (ProviderException failure) {
            // One that says nothing at all may be half open.
            retired |= !sounds.hasEnded() && !speaking.hasBegun();
            throw failure;
        } finally {
            contexts.remove(id);
            if (!sounds.isComplete()) {
                socket.send(
                        door.json().createObjectNode().put("context_id", id).put("cancel", true));
            }
            if (retired && contexts.isEmpty()) {
                socket.close();
            }
        }
    }

    @Override
    public void message(JsonNode message) {
        String id = message.path("context_id").asText("");
        Context context = contexts.get(id);
        switch (message.path("type").asText("")) {
            case "chunk" -> {
                if (context != null) {
                    put(context.sounds, message.path("data"));
                }
            }
            case "done" -> {
                if (context != null) {
                    context.sounds.end();
                }
            }
            case "error" -> {
                if (context != null) {
                    fail(context, message);
                } else if (id.isEmpty()) {
                    contexts.values().forEach(each -> fail(each, message));
                }
            }
            case "timestamps", "phoneme_timestamps", "flush_done" -> {
                // Said, not needed.
            }
            default -> door.countMalformed();
        }
    }

    @Override
    public void ended(ProviderException why) {
        end = why;
        contexts.values().forEach(context -> context.sounds.fail(why));
    }

    private void put(SoundQueue sounds, JsonNode data) {
        try {
            sounds.put(Base64.getDecoder().decode(data.asText("?")));
        } catch (IllegalArgumentException _) {
            door.countMalformed();
        }
    }

    private void fail(Context context, JsonNode message) {
        context.sounds.fail(door.failure(message, List.of(context.text)));
    }

    private ObjectNode request(String id, String text) {
        ObjectNode request = door.json().createObjectNode();
        request.put("model_id", config.model());
        request.put("transcript", text);
        request.putObject("voice").put("mode", "id").put("id", config.voice());
        if (!config.language().isEmpty()) {
            request.put("language", config.language());
        }
        request.put("context_id", id);
        request.putObject("output_format")
                .put("container", "raw")
                .put("encoding", "pcm_s16le")
                .put("sample_rate", config.rateHz());
        request.put("continue", false);
        if (config.speed() != 1) {
            request.putObject("generation_config").put("speed", config.speed());
        }
        return request;
    }
}
