package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/**
 * Questions that have no prepared answer go to the language model; when it fails, the call lives.
 */
@Timeout(1_200)
class LanguageModelTest {
    @TempDir Path folder;

    @BeforeEach
    void thereMustBeFlite() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
    }

    @Test
    void anUnknownQuestionIsAskedOfTheModelAndItsReplySpoken() throws Exception {
        try (var provider = ChatProvider.replying("The moon ", "is far. ", "It is grey.");
                var offhook = OffhookProcess.serve(config(provider), in("offhook"))) {
            dial(offhook, "How far away is the moon?");
            String turn = turns(offhook).getLast();
            assertTrue(turn.contains("\"source\":\"model\""), turn);
            assertTrue(turn.contains("firstTokenMs"), turn);
            assertTrue(turn.contains("firstVoiceMs"), turn);
            String request = provider.requests().getLast();
            assertTrue(request.toLowerCase().contains("how far away"), request);
            assertTrue(
                    !offhook.log().toLowerCase().contains("how far away"),
                    "words stay out of the log");
        }
    }

    @Test
    void aFailingModelIsAnApologyAndTheNextQuestionIsAnswered() throws Exception {
        try (var provider = ChatProvider.replying();
                var offhook = OffhookProcess.serve(config(provider), in("offhook"))) {
            dial(offhook, "How far away is the moon?", "Where can I park my car?");
            List<String> turns = turns(offhook);
            assertEquals(2, turns.size(), turns::toString);
            assertTrue(turns.getFirst().contains("\"source\":\"model, apology\""), turns::toString);
            assertTrue(turns.getLast().contains("\"answer\":\"parking\""), turns::toString);
        }
    }

    private void dial(OffhookProcess offhook, String... sayings) throws Exception {
        var arguments = new ArrayList<>(List.of("dial", offhook.uri("desk")));
        for (String saying : sayings) {
            arguments.addAll(List.of("--say", saying));
        }
        OffhookProcess.run(in("dial"), OffhookProcess.PATIENCE, arguments.toArray(String[]::new));
    }

    private static List<String> turns(OffhookProcess offhook) throws Exception {
        return Files.readAllLines(offhook.data().resolve("turns.jsonl"));
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

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
