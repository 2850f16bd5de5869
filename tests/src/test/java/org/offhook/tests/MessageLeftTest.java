package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Waiting;

/** A caller's message: spoken into a phone, kept as sound, written down by the recogniser. */
@Timeout(1_200)
class MessageLeftTest {
    private static final String MESSAGE =
            "This is John Brown. Please call me back tomorrow morning about the yellow piano.";

    @TempDir Path folder;

    @Test
    void whatWasSpokenAfterTheToneIsKeptAndWrittenDown() throws Exception {
        Sound spoken = Sound.spoken(MESSAGE, folder);
        try (var provider = ChatProvider.scripted(MessageLeftTest::reply);
                var offhook = OffhookProcess.serve(config(provider), in("offhook"))) {
            String report = dial(offhook, MESSAGE);
            assertTrue(report.contains("\"turns\""), report);
            Path note = only(offhook, ".json");
            Waiting.until(
                    "the words", () -> !Files.readString(note).contains("\"transcript\" : null"));
            String written = Files.readString(note);
            assertTrue(written.contains("\"agent\" : \"desk\""), written);
            assertTrue(written.contains("\"complete\" : true"), written);
            String words = written.toLowerCase(Locale.ROOT);
            assertTrue(words.contains("call me back tomorrow"), written);
            assertTrue(words.contains("piano"), written);
            assertFalse(offhook.log().contains("piano"), "words stay out of the log");

            Sound kept = Sound.read(only(offhook, ".wav"));
            assertEquals(16_000, kept.rateHz());
            // Heard at the level it was spoken at, and all of it.
            double apart = 20 * Math.log10(loud(kept) / loud(spoken));
            assertTrue(Math.abs(apart) < 3, apart + " dB apart");
            long heardMillis = kept.louderThan(0.01).toMillis();
            long spokenMillis = spoken.louderThan(0.01).toMillis();
            assertTrue(
                    Math.abs(heardMillis - spokenMillis) < 500, heardMillis + " " + spokenMillis);
        }
    }

    private String dial(OffhookProcess offhook, String message) throws Exception {
        var arguments = new ArrayList<>(List.of("dial", offhook.uri("desk"), "--json"));
        arguments.addAll(List.of("--say", "Can I leave a message for the manager?"));
        arguments.addAll(List.of("--say", message));
        return OffhookProcess.run(
                in("dial"), OffhookProcess.PATIENCE, arguments.toArray(String[]::new));
    }

    private static List<String> reply(String request) {
        return List.of(
                ChatProvider.words("Of course. Please speak after the tone."),
                ChatProvider.tool("c1", "take_message", "{}"));
    }

    private static Path only(OffhookProcess offhook, String end) throws Exception {
        try (Stream<Path> files = Files.list(offhook.data().resolve("messages"))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
            assertEquals(1, found.size(), () -> found + offhook.log());
            return found.getFirst();
        }
    }

    /** Of what is no silence. */
    private static double loud(Sound sound) {
        return sound.rms()
                * Math.sqrt(sound.length().toMillis())
                / Math.sqrt(sound.louderThan(0.01).toMillis());
    }

    private static String config(ChatProvider provider) {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted, first-token-timeout: 30s}
        agents:
          - name: desk
            numbers: ["*"]
            bank: demo
            language-model: scripted
            tools: [take_message]
        """
                .formatted(provider.baseUrl());
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
