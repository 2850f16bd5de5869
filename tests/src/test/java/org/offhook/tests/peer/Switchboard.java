package org.offhook.tests.peer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What stands behind an agent whose callers all want somebody else: a recogniser that understands
 * what the test says it does, and a language model that asks for the transfer, and answers a caller
 * who has come back. What a caller says is no matter of recognition here: a busy machine needs
 * seconds for it. Any thread.
 */
public final class Switchboard implements AutoCloseable {
    /** What the model says to whom it passes on. */
    public static final String CONNECTS = "I will ask them.";

    /** What the model tells the person. */
    public static final String SUMMARY = "It is about the yellow bicycle.";

    private final ChatProvider provider;
    private final HttpServer recogniser;
    private volatile String wanted = "";
    private volatile String understood = "";

    private Switchboard() throws IOException {
        provider = ChatProvider.scripted(this::reply);
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        recogniser = HttpServer.create(local, 0);
        recogniser.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        recogniser.createContext(
                "/v1/audio/transcriptions",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] text =
                            ("{\"text\":\"" + understood + "\"}").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        recogniser.start();
    }

    public static Switchboard open() throws IOException {
        return new Switchboard();
    }

    private List<String> reply(String request) {
        return request.contains("The transfer ended")
                ? List.of(ChatProvider.words("Purple."))
                : List.of(
                        ChatProvider.words(CONNECTS),
                        ChatProvider.tool(
                                "c1",
                                "transfer",
                                "{\"to\":\"" + wanted + "\",\"summary\":\"" + SUMMARY + "\"}"));
    }

    /**
     * From now on.
     *
     * @param words of whatever they say
     * @param whom a name of the agent's {@code transfers}
     */
    public void callersSay(String words, String whom) {
        understood = words;
        wanted = whom;
    }

    public void callersSay(String words) {
        understood = words;
    }

    /**
     * YAML: the one agent, for all numbers.
     *
     * @param transfers entries of {@code agents[].transfers}, one a line, without indent
     */
    public String config(String transfers) {
        return config("demo", transfers);
    }

    public String config(String bank, String transfers) {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted, first-token-timeout: 30s}
        recognisers:
          scripted: {kind: openai, base-url: "http://127.0.0.1:%d/v1", model: scripted, timeout: 30s}
        agents:
          - name: desk
            numbers: ["*"]
            bank: "%s"
            language-model: scripted
            recogniser: scripted
            tools: [transfer]
            limits: {silence: 10m}
            transfers:
        %s
        """
                .formatted(
                        provider.baseUrl(),
                        recogniser.getAddress().getPort(),
                        bank,
                        transfers.indent(6).stripTrailing());
    }

    /** How often the model has been asked with all these words before it. */
    public long requestsWith(String... texts) {
        return provider.requests().stream()
                .filter(body -> Stream.of(texts).allMatch(body::contains))
                .count();
    }

    /** Waits until the model has been asked with such words before it. */
    public void awaitRequestWith(String text) throws IOException, InterruptedException {
        Waiting.until("a request with \"" + text + "\"", () -> requestsWith(text) > 0);
    }

    @Override
    public void close() {
        recogniser.stop(0);
        provider.close();
    }
}
