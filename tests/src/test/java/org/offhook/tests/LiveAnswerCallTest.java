package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/** Somebody adds an answer while a caller talks, and the caller hears it. */
@Timeout(300)
class LiveAnswerCallTest {
    @TempDir Path folder;

    @Test
    void anAnswerThatIsAddedDuringACallIsHeardInIt() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        Path home = Files.createDirectories(folder.resolve("offhook"));
        try (var offhook = OffhookProcess.serve("", home);
                var caller = Executors.newVirtualThreadPerTaskExecutor()) {
            var call =
                    caller.submit(() ->
                            OffhookProcess.run(
                                    Files.createDirectories(folder.resolve("dial")),
                                    Duration.ofSeconds(120),
                                    "dial",
                                    offhook.uri("desk"),
                                    "--say",
                                    "When are you open?",
                                    "--say",
                                    "Do you sell dog food?"));
            offhook.awaitLogged("calls desk", Duration.ofSeconds(60));
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
            call.get();
            List<String> turns = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
            assertEquals(2, turns.size(), turns::toString);
            assertTrue(turns.getLast().contains("\"answer\":\"dog-food\""), turns::toString);

            String tested = answers(offhook, "test", "do you sell dog food");
            assertTrue(tested.contains("hit       dog-food"), tested);
            answers(offhook, "suspend", "dog-food", "--why", "sold out");
            tested = answers(offhook, "test", "do you sell dog food");
            assertFalse(tested.contains("hit"), tested);

            offhook.kill();
            String shown = answers(offhook, "show", "dog-food");
            assertTrue(shown.contains("suspended") && shown.contains("sold out"), shown);
            answers(offhook, "undo", "dog-food");
            assertTrue(answers(offhook, "test", "do you sell dog food").contains("hit"));
        }
    }

    @Test
    void whatAModelAnsweredIsACandidateAndOnceApprovedNoLongerAsked() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        Path home = Files.createDirectories(folder.resolve("offhook"));
        try (var provider = ChatProvider.replying("The moon ", "is far away. ", "It is grey.");
                var offhook = OffhookProcess.serve(config(provider), home)) {
            dial(offhook, "How far away is the moon?");
            offhook.awaitLogged("call .* over after", Duration.ofSeconds(30));
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
                Duration.ofSeconds(90),
                "dial",
                offhook.uri("desk"),
                "--say",
                saying);
    }

    private static String config(ChatProvider provider) {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted}
        agents:
          - {name: desk, numbers: ["*"], bank: demo, language-model: scripted}
        """
                .formatted(provider.baseUrl());
    }

    private String answers(OffhookProcess offhook, String... arguments) throws Exception {
        var all = new java.util.ArrayList<>(List.of("answers"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", offhook.data().toString()));
        Path config = folder.resolve("offhook").resolve("offhook.yaml");
        if (Files.exists(config)) {
            all.addAll(List.of("--config", config.toString()));
        }
        return OffhookProcess.run(
                Files.createDirectories(folder.resolve("cli")),
                Duration.ofSeconds(60),
                all.toArray(String[]::new));
    }
}
