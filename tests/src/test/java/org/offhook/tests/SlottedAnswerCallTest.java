package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.Marks;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Sound;

/**
 * An answer with a slot in a whole call: its parts are tones, so what the caller hears can be told
 * apart. How they join is measured in virtual time, in {@code SlottedCallTest}.
 */
@Timeout(300)
class SlottedAnswerCallTest {
    private static final List<String> PROMPTS =
            List.of(
                    "greeting",
                    "unclear",
                    "no-answer",
                    "apology",
                    "still-there",
                    "still-there-2",
                    "goodbye",
                    "too-long",
                    "one-moment");

    private static final String ANSWERS =
            """
            answers:
              - id: parking
                say: "Comet number 1 is over us. Now {weekday} brings number 2 to {place}. Look for number 3 then."
                questions: ["Where can I park my car?"]
              - id: ready
                say: "Look at number 6. Your order {order} is number 7."
                questions: ["When are you open?"]
            """;

    @TempDir Path folder;

    @Test
    void theLivePartIsHeardInItsPlaceAndTheModelKnowsItsWords() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        Path home = Files.createDirectories(folder.resolve("offhook"));
        Path recording = folder.resolve("call.wav");
        try (var voice = Providers.start(Files.createDirectories(folder.resolve("voice")));
                var model = ChatProvider.replying("That is number 4. ");
                var offhook = OffhookProcess.serve(config(voice, model), home)) {
            OffhookProcess.run(
                    Files.createDirectories(folder.resolve("dial")),
                    Duration.ofSeconds(120),
                    "dial",
                    offhook.uri("desk"),
                    "--say",
                    "Where can I park my car?",
                    "--say",
                    "When are you open?",
                    "--record",
                    recording.toString());

            assertEquals(List.of(9, 1, 2, 3, 4), heard(Sound.read(recording, 1)));
            List<String> turns = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
            assertTrue(turns.getFirst().contains("\"answer\":\"parking\""), turns::toString);
            assertTrue(turns.getLast().contains("\"source\":\"model\""), turns::toString);
            assertTrue(turns.getLast().contains("no value for {order}"), turns::toString);
            String asked = model.requests().getFirst();
            assertTrue(
                    asked.matches(
                            "(?s).*Comet number 1 is over us\\. Now [A-Z][a-z]+day brings number 2 to"
                                    + " Greenwich\\. Look for number 3 then\\..*"),
                    asked);
            String status =
                    OffhookProcess.run(
                            Files.createDirectories(folder.resolve("cli")),
                            Duration.ofSeconds(60),
                            "answers",
                            "status",
                            "--data",
                            offhook.data().toString(),
                            "--config",
                            home.resolve("offhook.yaml").toString());
            assertTrue(status.contains("slots of desk: 1 spoken"), status);
            assertTrue(status.contains("0 failed; 1 answers had no value"), status);
        }
    }

    /** The numbers of the tones, each once where it lasts. */
    private static List<Integer> heard(Sound agent) {
        var heard = new ArrayList<Integer>();
        var length = Duration.ofMillis(200);
        for (int at = 0; at < agent.samples().length / (agent.rateHz() / 1_000); at += 200) {
            var from = Duration.ofMillis(at);
            Sound piece = agent.from(from, from.plus(length));
            int mark = Marks.numberIn(piece.samples(), piece.samples().length, agent.rateHz());
            if (isLoud(piece.samples())
                    && mark >= 0
                    && (heard.isEmpty() || heard.getLast() != mark)) {
                heard.add(mark);
            }
        }
        return heard;
    }

    private static boolean isLoud(short[] samples) {
        long energy = 0;
        for (short sample : samples) {
            energy += (long) sample * sample;
        }
        return energy > 1_000_000L * samples.length;
    }

    private String config(Providers voice, ChatProvider model) throws Exception {
        String prompts =
                PROMPTS.stream()
                        .map(prompt -> "  " + prompt + ": \"This is number 9.\"\n")
                        .collect(Collectors.joining());
        Path bank = folder.resolve("comets.yaml");
        Files.writeString(bank, "name: comets\nprompts:\n" + prompts + ANSWERS);
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted}
        voices:
          tones: {kind: openai, base-url: "%s", model: tones, voice: any}
        agents:
          - name: desk
            numbers: ["*"]
            bank: "%s"
            language-model: scripted
            voice: tones
            slots: {place: Greenwich, order: header X-Order}
        """
                .formatted(model.baseUrl(), voice.baseUrl("steady"), bank);
    }
}
