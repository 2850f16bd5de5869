package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.BankLoader;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/** Questions spoken into the phone are answered from the cache; what comes back is listened to. */
@Timeout(1_200)
class SpokenAnswerTest {
    private static final double WORDS_WRONG_LIMIT = 0.2;

    @TempDir static Path folder;

    private static AnswerBank bank;

    @BeforeAll
    static void readTheBank() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        try (var yaml = SpokenAnswerTest.class.getResourceAsStream("/demo/clinic.yaml")) {
            bank = BankLoader.read("clinic.yaml", new String(yaml.readAllBytes()));
        }
    }

    @Test
    void theCallerHearsTheRightAnswerOnEachCodec() throws Exception {
        try (var offhook = OffhookProcess.serve("", in("offhook"));
                Moonshine ears = Moonshine.load(models(), Moonshine.Size.BASE)) {
            for (String codec : List.of("PCMU", "PCMA", "G722", "opus")) {
                Path recording = folder.resolve(codec + ".wav");
                OffhookProcess.run(
                        in("dial-" + codec),
                        OffhookProcess.PATIENCE,
                        "dial",
                        offhook.uri("reception"),
                        "--codec",
                        codec,
                        "--say",
                        "Where can I park my car?",
                        "--record",
                        recording.toString());
                assertSays("parking", ears, recording, offhook);
            }
        }
    }

    private static void assertSays(
            String answerId, Moonshine ears, Path recording, OffhookProcess offhook)
            throws Exception {
        String expected =
                bank.answers().stream()
                        .filter(answer -> answer.id().equals(answerId))
                        .findFirst()
                        .orElseThrow()
                        .say();
        short[] answer = afterTheCaller(recording);
        String heard = ears.recognise(answer, answer.length, () -> false);
        double wrong = wordsWrong(words(expected), words(heard));
        assertTrue(
                wrong <= WORDS_WRONG_LIMIT,
                () -> "expected \"" + expected + "\", heard \"" + heard + "\"\n" + offhook.log());
        List<String> turns = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
        assertTrue(turns.getLast().contains("\"answer\":\"" + answerId + "\""), turns::toString);
    }

    /** The agent's side of a recording, from where the caller had finished. */
    private static short[] afterTheCaller(Path recording) throws Exception {
        Sound caller = Sound.read(recording, 0);
        Sound agent = Sound.read(recording, 1);
        assertEquals(16_000, agent.rateHz(), "what the recogniser takes");
        int last = caller.samples().length - 1;
        while (last > 0 && Math.abs(caller.samples()[last]) < 500) {
            last--;
        }
        var after = Duration.ofMillis(last / 16);
        return agent.from(after, Duration.ofHours(1)).samples();
    }

    private static List<String> words(String text) {
        return List.of(
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").strip().split(" +"));
    }

    /** Word error rate: edit distance over the words of the reference. */
    private static double wordsWrong(List<String> reference, List<String> heard) {
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= heard.size(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= reference.size(); i++) {
            int diagonal = row.getFirst();
            row.set(0, i);
            for (int j = 1; j <= heard.size(); j++) {
                int same = reference.get(i - 1).equals(heard.get(j - 1)) ? 0 : 1;
                int best = Math.min(diagonal + same, Math.min(row.get(j), row.get(j - 1)) + 1);
                diagonal = row.get(j);
                row.set(j, best);
            }
        }
        return row.getLast() / (double) reference.size();
    }

    private static ModelFiles models() throws Exception {
        String elsewhere = System.getenv("OFFHOOK_MODELS");
        ModelFiles files =
                ModelFiles.in(
                        elsewhere == null ? ModelFiles.defaultDirectory() : Path.of(elsewhere));
        files.fetch((what, done, total) -> {});
        return files;
    }

    private static Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
