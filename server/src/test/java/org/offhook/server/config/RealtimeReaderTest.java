package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.offhook.agent.CacheMode;

class RealtimeReaderTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "sk-secret");

    private static ServerConfig read(String text) throws ConfigException {
        return ServerConfigReader.read("offhook.yaml", Path.of(""), text, ENVIRONMENT::get);
    }

    @Test
    void aRealtimeModelNeedsAPresetAKeyAndItsName() throws Exception {
        ServerConfig config =
                read(
                        """
                        realtime-models:
                          fast: {preset: openai, api-key: "${KEY}", model: gpt-realtime, voice: marin}
                        agents:
                          - {name: desk, numbers: ["*"], bank: demo, realtime-model: fast, cache: beside}
                        """);
        RealtimeSettings fast = config.realtimeModels().get("fast");
        assertEquals("https://api.openai.com/v1", fast.baseUrl());
        assertEquals("sk-secret", fast.apiKey().value());
        assertEquals(Duration.ofMinutes(60), fast.sessionLimit());
        assertFalse(fast.azure() || fast.beta());
        ServerConfig.Realtime realtime = config.agents().getFirst().realtime();
        assertEquals(List.of("fast"), realtime.models());
        assertEquals(CacheMode.BESIDE, realtime.cache());
        assertFalse(config.toString().contains("sk-secret"));
    }

    @Test
    void azuresOlderAddressSpeaksTheOlderProtocol() throws Exception {
        ServerConfig config =
                read(
                        """
                        realtime-models:
                          now: {preset: azure, base-url: "https://desk.openai.azure.com/", model: ours}
                          old:
                            preset: azure
                            base-url: https://desk.openai.azure.com
                            model: ours
                            api-version: 2025-04-01-preview
                        """);
        assertFalse(config.realtimeModels().get("now").beta());
        assertTrue(config.realtimeModels().get("old").beta());
        assertEquals("https://desk.openai.azure.com", config.realtimeModels().get("now").baseUrl());
    }

    @Test
    void whatIsWrongIsNamed() {
        var complaint =
                assertThrows(
                        ConfigException.class,
                        () ->
                                read(
                                        """
                                        realtime-models:
                                          a: {model: x, api-version: "1"}
                                          b: {preset: azure, base-url: "ftp://x", model: x}
                                        agents:
                                          - name: desk
                                            numbers: ["*"]
                                            bank: demo
                                            realtime-model: bb
                                            cache: sometimes
                                        """));
        assertEquals(
                List.of(
                        "offhook.yaml:2: realtime-models.a.base-url: is missing: give it, or preset"
                                + " openai",
                        "offhook.yaml:2: realtime-models.a.api-version: goes with preset azure",
                        "offhook.yaml:3: realtime-models.b.base-url: must be an https:// or wss://"
                                + " address, got \"ftp://x\"",
                        "offhook.yaml:8: agents[0].realtime-model: must be a name under"
                                + " realtime-models, did you mean \"b\"?, got \"bb\"",
                        "offhook.yaml:9: agents[0].cache: must be one of before, beside, off, got"
                                + " \"sometimes\""),
                complaint.problems());
    }
}
