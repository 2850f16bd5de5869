package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/**
 * A language model behind {@code POST /chat/completions} with {@code stream: true}: OpenAI, Groq,
 * vLLM, llama.cpp, Ollama and their kin. HTTP/2 where TLS offers it. Thread-safe.
 *
 * <p>HTTP/1.1 servers drop idle connections after as little as 5 s (vLLM), so {@link #warmUp} is
 * worth calling when a caller begins to speak, not only once.
 */
public final class OpenAiChat implements LanguageModel {
    private final ChatConfig config;
    private final Limits limits;
    private final Endpoint endpoint;

    public OpenAiChat(ChatConfig config) {
        this(config, new OkHttpClient());
    }

    OpenAiChat(ChatConfig config, OkHttpClient outline) {
        this.config = config;
        limits = config.limits();
        endpoint = new Endpoint(config.access(), config.firstTokenTimeout(), outline);
    }

    @Override
    public List<ToolCall> reply(
            List<Message> messages, List<ToolSpec> tools, Consumer<String> tokens)
            throws IOException, InterruptedException {
        List<String> spoken = ChatMessages.spoken(messages);
        // Written by the reader, read when its end has come.
        var calls = new ToolCallPieces(endpoint.name());
        Call call =
                endpoint.post("chat/completions", "text/event-stream", request(messages, tools));
        endpoint.<String>exchange(
                call,
                limits,
                (response, out) -> new ChatStream(endpoint, spoken, calls, out).read(response),
                words -> {
                    tokens.accept(words);
                    return true;
                });
        return calls.calls();
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

    private ObjectNode request(List<Message> messages, List<ToolSpec> tools) {
        ObjectNode request = endpoint.json().createObjectNode();
        request.put("model", config.model());
        request.put("stream", true);
        if (config.temperature() >= 0) {
            request.put("temperature", config.temperature());
        }
        if (config.maxTokens() > 0) {
            // OpenAI's newer models refuse the old name; most others do not know the new one.
            boolean openAi = config.access().url().host().endsWith("openai.com");
            request.put(openAi ? "max_completion_tokens" : "max_tokens", config.maxTokens());
        }
        ChatMessages.write(messages, request.putArray("messages"));
        if (!tools.isEmpty()) {
            ChatMessages.write(tools, endpoint.json(), request.putArray("tools"));
            request.put("tool_choice", "auto");
        }
        return request;
    }
}
