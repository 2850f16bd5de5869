package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Soak;

/** Recogniser, language model and voice stall in the same turn, and in the next, and the next. */
@Timeout(1_200)
class StalledProvidersTest {
    private static final int QUESTIONS = 3;

    @TempDir Path folder;

    @Test
    void theCallerHearsSomethingInTimeAndIsShownTheWayOut() throws Exception {
        Path data = Files.createDirectories(folder.resolve("offhook"));
        // Each as late as it may be, but for the voice, of which nothing comes.
        try (var providers = Providers.start(folder, "words=1500", "token=2500", "audio=60000");
                var offhook = OffhookProcess.serve(Soak.plainConfig(providers, ""), data)) {
            Soak.Result result = Soak.run(offhook.address(), 1, 1, QUESTIONS, folder);
            String told = result + "\n" + providers.counts() + "\n" + offhook.log();
            assertAll(
                    () -> assertEquals(QUESTIONS, result.turns(), told),
                    () -> assertEquals(0, result.unheardFor(Soak.HEARD_AT_ALL), told),
                    () -> assertEquals(0, result.answered(), told));
            offhook.awaitLogged("over after 3 turns, agent: trouble", OffhookProcess.PATIENCE);
        }
    }
}
