package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;

/** A key that its provider refuses ends {@code offhook serve} before it takes a call. */
@Timeout(1_200)
class RefusedKeyTest {
    private static final String KEY = "sk-this-key-is-wrong-0123456789";

    @TempDir Path folder;

    private HttpServer provider;

    @BeforeEach
    void start() throws Exception {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        provider = HttpServer.create(local, 0);
        byte[] refusal =
                ("{\"error\":{\"message\":\"Incorrect API key provided: "
                                + KEY
                                + ".\",\"code\":\"invalid_api_key\"}}")
                        .getBytes(StandardCharsets.UTF_8);
        provider.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().add("Content-Type", "application/json");
                        exchange.sendResponseHeaders(401, refusal.length);
                        exchange.getResponseBody().write(refusal);
                    }
                });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    @Test
    void ofARealtimeModel() throws Exception {
        refused("realtime-models", "realtime-model", "ws");
    }

    @Test
    void ofALanguageModel() throws Exception {
        refused("language-models", "language-model", "http");
    }

    /** The key's name and the provider's words are told, the key is not; and nothing serves. */
    private void refused(String section, String key, String scheme) throws Exception {
        String config =
                """
                %s:
                  scripted: {base-url: "%s://127.0.0.1:%d/v1", api-key: %s, model: scripted}
                agents:
                  - {name: desk, numbers: ["*"], bank: demo, %s: scripted}
                """
                        .formatted(section, scheme, provider.getAddress().getPort(), KEY, key);
        Path data = Files.createDirectories(folder.resolve("data"));
        var arguments = new ArrayList<>(List.of("serve", "--data", data.toString()));
        arguments.addAll(List.of("--listen", Loopback.text(Loopback.nextWithPort())));
        arguments.addAll(OffhookProcess.models());
        Path file = Files.writeString(folder.resolve("offhook.yaml"), config);
        arguments.addAll(List.of("--config", file.toString()));
        String said =
                OffhookProcess.run(
                        folder, OffhookProcess.PATIENCE, 1, arguments.toArray(String[]::new));
        String why = section + ".scripted: HTTP 401: Incorrect API key provided";
        assertTrue(said.contains(why), said);
        assertFalse(said.contains("ready"), said);
        assertFalse(said.contains(KEY), said);
        try (var files = Files.walk(data)) {
            for (Path kept : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(kept, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(KEY), kept::toString);
            }
        }
    }
}
