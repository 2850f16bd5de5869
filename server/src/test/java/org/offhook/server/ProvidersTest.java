package org.offhook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;
import org.offhook.agent.Voice;
import org.offhook.agent.local.ModelFiles;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.config.ServerConfigReader;

/** Chains of providers as {@code serve} builds them, against a server that knows one key. */
class ProvidersTest {
    private static final Recogniser LOCAL =
            new Recogniser() {
                @Override
                public Recognition open(
                        String callId, Locale language, Recognition.Listener listener) {
                    throw new IllegalStateException("nobody calls");
                }

                @Override
                public String id() {
                    return "local";
                }

                @Override
                public void close() {}
            };

    @TempDir Path folder;

    private HttpServer service;

    @BeforeEach
    void open() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", ProvidersTest::answer);
        service.start();
    }

    @AfterEach
    void close() {
        service.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            boolean known = "Bearer good-key".equals(key);
            String body =
                    known ? "{\"data\":[]}" : "{\"error\":{\"message\":\"this key was revoked\"}}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ServerConfig config(String agent, String sections) throws Exception {
        String text =
                "agents:\n  - {name: a, numbers: \"1\", bank: demo, " + agent + "}\n" + sections;
        String url = "http://127.0.0.1:" + service.getAddress().getPort() + "/v1";
        Path file = Files.writeString(folder.resolve("offhook.yaml"), text.replace("URL", url));
        return ServerConfigReader.read(file, _ -> null);
    }

    private Providers providers(ServerConfig config) {
        return new Providers(config, ModelFiles.in(folder));
    }

    @Test
    void aRefusedKeyOfARecogniserBehindAnotherIsTold() throws Exception {
        ServerConfig config =
                config(
                        "recogniser: [first, second, third]",
                        """
                        recognisers:
                          first: {kind: openai, base-url: "URL", api-key: good-key, model: m}
                          second: {kind: openai, base-url: "URL", api-key: bad-key, model: m}
                          third: {kind: openai, base-url: "URL", api-key: worse-key, model: m}
                          unused: {kind: openai, base-url: "URL", api-key: bad-key, model: m}
                        """);
        try (var providers = providers(config)) {
            providers.recogniser(config.agents().getFirst(), LOCAL);
            String told = assertThrows(KeyRefusedException.class, providers::check).getMessage();
            assertTrue(told.contains("recognisers.second"), told);
            assertTrue(told.contains("recognisers.third"), told);
            assertTrue(told.contains("this key was revoked"), told);
            assertFalse(told.contains("first") || told.contains("unused"), told);
            assertFalse(told.contains("bad-key") || told.contains("worse-key"), told);
        }
    }

    @Test
    void aRefusedKeyOfAModelOrVoiceBehindAnotherIsTold() throws Exception {
        ServerConfig config =
                config(
                        "language-model: [m1, m2], voice: [v1, v2]",
                        """
                        language-models:
                          m1: {base-url: "URL", api-key: good-key, model: m}
                          m2: {base-url: "URL", api-key: bad-key, model: m}
                        voices:
                          v1: {kind: openai, base-url: "URL", api-key: good-key, model: m, voice: v}
                          v2: {kind: openai, base-url: "URL", api-key: bad-key, model: m, voice: v}
                        """);
        try (var providers = providers(config)) {
            providers.model(config.agents().getFirst());
            providers.voice(config.agents().getFirst());
            String told = assertThrows(KeyRefusedException.class, providers::check).getMessage();
            assertTrue(told.contains("language-models.m2"), told);
            assertTrue(told.contains("voices.v2"), told);
            assertFalse(told.contains("m1") || told.contains("v1"), told);
        }
    }

    @Test
    void whoIsAwayIsNoRefusal() throws Exception {
        ServerConfig config =
                config(
                        "recogniser: away",
                        """
                        recognisers:
                          away: {kind: openai, base-url: "URL", api-key: good-key, model: m}
                        """);
        service.stop(0);
        try (var providers = providers(config)) {
            providers.recogniser(config.agents().getFirst(), LOCAL);
            providers.check();
        }
    }

    @Test
    void eachVoiceOfAChainPreparesInItsOrderAndReadsAlike() throws Exception {
        ServerConfig config =
                config(
                        "voice: [v1, v2]",
                        """
                        voices:
                          v1: {kind: openai, base-url: "URL", model: m, voice: one}
                          v2: {kind: openai, base-url: "URL", model: m, voice: two}
                        """);
        ServerConfig.Agent agent = config.agents().getFirst();
        try (var providers = providers(config)) {
            List<String> ids = providers.preparingVoices(agent).stream().map(Voice::id).toList();
            assertEquals(2, ids.size());
            assertEquals(ids.getFirst(), providers.voice(agent).orElseThrow().id());
            assertTrue(
                    ids.getFirst().contains("one") && ids.getLast().contains("two"), ids::toString);
            assertTrue(ids.stream().allMatch(id -> id.contains("read/en")), ids::toString);
        }
    }
}
