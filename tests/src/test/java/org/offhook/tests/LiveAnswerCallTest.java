package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.ScriptedPhone;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;
import org.offhook.tests.peer.Waiting;

/** Somebody adds an answer while a caller talks, and the caller hears it. */
@Timeout(1_200)
class LiveAnswerCallTest {
    private static final int TELEPHONE_HZ = 8_000;

    /** A caller may be silent for as long as a busy machine needs to add an answer. */
    private static final String PATIENT =
            """
            agents:
              - {name: desk, numbers: ["*"], bank: demo, limits: {silence: 10m}}
            """;

    @TempDir Path folder;

    @Test
    void anAnswerThatIsAddedDuringACallIsHeardInIt() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        Path home = Files.createDirectories(folder.resolve("offhook"));
        byte[][] question =
                Ulaw.frames(Sound.spoken("Do you sell dog food?", folder).at(TELEPHONE_HZ));
        try (var offhook = OffhookProcess.serve(PATIENT, home);
                var someone = Executors.newVirtualThreadPerTaskExecutor();
                var phone = ScriptedPhone.call(offhook.address())) {
            var added = someone.submit(() -> addDogFood(offhook));
            while (!added.isDone()) {
                phone.listen();
            }
            added.get();
            Path turns = offhook.data().resolve("turns.jsonl");
            phone.speak(question);
            while (!Files.exists(turns) && !phone.isHungUp()) {
                phone.listen();
            }
            Waiting.until("the turn", () -> Files.readString(turns).contains("\n"));
            String turn = Files.readString(turns);
            assertTrue(turn.contains("\"answer\":\"dog-food\""), turn + offhook.log());

            assertTrue(answers(offhook, "status").contains("1  hit: "), "the turn is counted");
            String backup = folder.resolve("backup").toString();
            String made = answers(offhook, "backup", backup);
            assertTrue(made.contains(" answers and "), made);
            answers(offhook, "suspend", "dog-food", "--why", "sold out");
            String tested = answers(offhook, "test", "do you sell dog food");
            assertFalse(tested.contains("hit"), tested);

            String refused = answers(1, offhook, "restore", backup);
            assertTrue(refused.contains("in use by another process"), refused);
            offhook.kill();
            String shown = answers(offhook, "show", "dog-food");
            assertTrue(shown.contains("suspended") && shown.contains("sold out"), shown);
            answers(offhook, "restore", backup);
            assertTrue(answers(offhook, "test", "do you sell dog food").contains("hit"));
        }
    }

    /** Returns when it can be heard. */
    private boolean addDogFood(OffhookProcess offhook) throws Exception {
        answers(
                offhook,
                "add",
                "dog-food",
                "--say",
                "We sell dog food at the front desk.",
                "--question",
                "do you sell dog food",
                "--question",
                "can I buy dog food");
        String tested = answers(offhook, "test", "do you sell dog food");
        while (!tested.contains("hit")) {
            tested = answers(offhook, "test", "do you sell dog food");
        }
        return true;
    }

    @Test
    void whatAModelAnsweredIsACandidateAndOnceApprovedNoLongerAsked() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        Path home = Files.createDirectories(folder.resolve("offhook"));
        try (var provider = ChatProvider.replying("The moon ", "is far away. ", "It is grey.");
                var offhook = OffhookProcess.serve(config(provider), home)) {
            dial(offhook, "How far away is the moon?");
            offhook.awaitLogged("call .* over after", OffhookProcess.PATIENCE);
            String listed = answers(offhook, "list", "--agent", "desk", "--status", "candidate");
            while (!listed.contains("desk/learned-")) {
                listed = answers(offhook, "list", "--agent", "desk", "--status", "candidate");
            }
            assertTrue(listed.contains("The moon is far away. It is grey."), listed);
            String id = listed.replaceAll("(?s).*desk/(learned-[0-9a-f]{8}).*", "$1");
            int requests = provider.requests().size();
            answers(offhook, "approve", id, "--agent", "desk");
            dial(offhook, "How far away is the moon?");
            List<String> turns = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
            assertTrue(turns.getLast().contains("\"answer\":\"" + id), turns::toString);
            assertEquals(requests, provider.requests().size(), "the model is asked no more");
            assertFalse(offhook.log().toLowerCase().contains("moon"), "words stay out of the log");
        }
    }

    private void dial(OffhookProcess offhook, String saying) throws Exception {
        OffhookProcess.run(
                Files.createDirectories(folder.resolve("dial")),
                OffhookProcess.PATIENCE,
                "dial",
                offhook.uri("desk"),
                "--say",
                saying);
    }

    private static String config(ChatProvider provider) {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted, first-token-timeout: 30s}
        agents:
          - {name: desk, numbers: ["*"], bank: demo, language-model: scripted}
        """
                .formatted(provider.baseUrl());
    }

    private String answers(OffhookProcess offhook, String... arguments) throws Exception {
        return answers(0, offhook, arguments);
    }

    /** As above, where it is to exit with another code than 0. */
    private String answers(int code, OffhookProcess offhook, String... arguments) throws Exception {
        var all = new java.util.ArrayList<>(List.of("answers"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", offhook.data().toString()));
        Path config = folder.resolve("offhook").resolve("offhook.yaml");
        if (Files.exists(config)) {
            all.addAll(List.of("--config", config.toString()));
        }
        return OffhookProcess.run(
                Files.createDirectories(folder.resolve("cli")),
                OffhookProcess.PATIENCE,
                code,
                all.toArray(String[]::new));
    }
}
