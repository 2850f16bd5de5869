package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.server.config.RecogniserChoice.Remote;

class RecogniserReaderTest {
    private static final Secret NONE = new Secret("");

    @TempDir Path folder;

    private ServerConfig read(String text) throws ConfigException {
        return ServerConfigReader.read("offhook.yaml", folder, text, Map.of("KEY", "k1")::get);
    }

    @Test
    void eachKindIsRead() throws ConfigException {
        ServerConfig config =
                read(
                        """
                        agents:
                          - {name: a, numbers: "1", bank: demo, recogniser: [far, near]}
                          - {name: b, numbers: "2", bank: demo, recogniser: room}
                          - {name: c, numbers: "3", bank: demo}
                        recognisers:
                          far: {kind: deepgram, api-key: "${KEY}"}
                          turns: {kind: deepgram, model: flux-general-en, language: en, timeout: 900ms}
                          room: {kind: vosk, base-url: "ws://10.0.0.2:2700/"}
                          quick: {kind: openai, preset: groq, model: whisper-large-v3-turbo}
                          events: {kind: openai, model: gpt-4o-transcribe}
                          whole: {kind: openai, model: gpt-4o-transcribe, stream: false}
                          near: {kind: local}
                        """);
        Duration usual = Duration.ofSeconds(2);
        assertEquals(
                List.of(
                        new RecogniserChoice.Deepgram(
                                new Remote(
                                        "wss://api.deepgram.com",
                                        new Secret("k1"),
                                        "nova-3",
                                        "",
                                        usual)),
                        new RecogniserChoice.Deepgram(
                                new Remote(
                                        "wss://api.deepgram.com",
                                        NONE,
                                        "flux-general-en",
                                        "en",
                                        Duration.ofMillis(900))),
                        new RecogniserChoice.Vosk(
                                new Remote("ws://10.0.0.2:2700", NONE, "", "", usual)),
                        new RecogniserChoice.OpenAi(
                                new Remote(
                                        "https://api.groq.com/openai/v1",
                                        NONE,
                                        "whisper-large-v3-turbo",
                                        "",
                                        usual),
                                false),
                        new RecogniserChoice.OpenAi(
                                new Remote(
                                        "https://api.openai.com/v1",
                                        NONE,
                                        "gpt-4o-transcribe",
                                        "",
                                        usual),
                                true),
                        new RecogniserChoice.OpenAi(
                                new Remote(
                                        "https://api.openai.com/v1",
                                        NONE,
                                        "gpt-4o-transcribe",
                                        "",
                                        usual),
                                false),
                        new RecogniserChoice.Local()),
                List.copyOf(config.recognisers().values()));
        assertEquals(
                List.of(List.of("far", "near"), List.of("room"), List.of()),
                config.agents().stream().map(agent -> agent.services().recognisers()).toList());
        assertFalse(config.toString().contains("k1"), config.toString());
    }

    @Test
    void aRecogniserKeepsItsRules() {
        var complaint =
                assertThrows(
                        ConfigException.class,
                        () ->
                                read(
                                        """
                                        agents:
                                          - {name: a, numbers: "1", bank: demo, recogniser: [near, naer]}
                                        recognisers:
                                          near: {kind: local, model: tiny}
                                          room: {kind: vosk}
                                          odd: {kind: whisper}
                                          none: {api-key: x}
                                          dim: {kind: deepgram, base-url: "ftp://x", timeout: 1ms}
                                          mute: {kind: openai, stream: maybe}
                                        """));
        assertEquals(
                List.of(
                        "offhook.yaml:2: agents[0].recogniser[1]: must be a name under recognisers,"
                                + " did you mean \"near\"?, got \"naer\"",
                        "offhook.yaml:4: recognisers.near.model: is not a known key; known: kind",
                        "offhook.yaml:5: recognisers.room.base-url: is missing",
                        "offhook.yaml:6: recognisers.odd.kind: must be one of local, deepgram,"
                                + " vosk, openai, got \"whisper\"",
                        "offhook.yaml:7: recognisers.none.kind: is missing",
                        "offhook.yaml:8: recognisers.dim.base-url: must be a ws:// or wss://"
                                + " address, got \"ftp://x\"",
                        "offhook.yaml:8: recognisers.dim.timeout: must be a duration from 300ms to"
                                + " 30s, got \"1ms\"",
                        "offhook.yaml:9: recognisers.mute.model: is missing",
                        "offhook.yaml:9: recognisers.mute.stream: must be one of true, false, got"
                                + " \"maybe\""),
                complaint.problems());
    }

    @Test
    void anAgentOfAnotherLanguageIsHeardByARecogniserElsewhere() throws Exception {
        Files.writeString(folder.resolve("praxis.yaml"), "");
        read(
                """
                agents:
                  - name: praxis
                    numbers: "1020"
                    bank: praxis.yaml
                    language: de
                    recogniser: far
                recognisers:
                  far: {kind: deepgram}
                """);
        assertThrows(
                ConfigException.class,
                () ->
                        read(
                                """
                                agents:
                                  - {name: p, numbers: 1, bank: praxis.yaml, language: de, recogniser: [far, near]}
                                recognisers:
                                  far: {kind: deepgram}
                                  near: {kind: local}
                                """));
    }
}
