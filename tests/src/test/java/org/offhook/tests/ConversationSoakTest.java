package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Soak;

/** Conversations with providers that drop, stall, refuse and babble. */
@Timeout(1_200)
class ConversationSoakTest {
    private static final int CALLS = 6;
    private static final int TURNS = 4;

    @TempDir Path folder;

    @Test
    void everyQuestionIsAnsweredAndNoCallLostWhateverTheFirstChoicesDo() throws Exception {
        Path data = Files.createDirectories(folder.resolve("offhook"));
        try (var providers =
                        Providers.start(
                                folder, "words=150", "token=150", "audio=100", "faults=30");
                var offhook = OffhookProcess.serve(Soak.config(providers), data)) {
            Soak.Result result = Soak.run(offhook.address(), CALLS, CALLS, TURNS, folder);
            String told = result + "\n" + providers.counts();
            assertAll(
                    () -> assertEquals(0, result.lost(), told),
                    () -> assertEquals(CALLS * TURNS, result.turns(), told),
                    () -> assertEquals(0, result.wrong(), told),
                    () -> assertTrue(4 * result.answered() >= 3 * result.turns(), told),
                    () -> assertEquals(0, result.unheardFor(Soak.HEARD_AT_ALL), told));
        }
    }
}
