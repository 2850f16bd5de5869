package org.offhook.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.store.StoredAnswer.Key;

/** A process that writes answers is killed, again and again. */
@Timeout(600)
class KilledStoreTest {
    private static final int KILLS = 5;

    @TempDir Path folder;

    @Test
    void noAnswerThatWasWrittenIsLost() throws Exception {
        Path answers = folder.resolve("answers");
        var written = new ArrayList<String>();
        for (int kill = 0; kill < KILLS; kill++) {
            writeAndDie(answers, 3 + 2 * kill, written);
            try (var store = LuceneAnswerStore.open(answers)) {
                for (String id : written) {
                    StoredAnswer answer = store.get(new Key("shop", id)).orElseThrow().answer();
                    String number = id.substring("answer-".length());
                    assertEquals("Say " + number + ".", answer.content().say());
                }
                // One more may have been written and not been told.
                int kept = store.changesSince(AnswerStore.NONE).entries().size();
                assertTrue(kept - written.size() <= kill + 1, kept + " of " + written.size());
            }
        }
    }

    /** Kills in the middle of what comes after so many answers. */
    private void writeAndDie(Path answers, int count, List<String> written) throws Exception {
        var command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStore.class.getName(),
                        answers.toString());
        Path errors = folder.resolve("writer.err");
        Process writer = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (var out = writer.inputReader()) {
            for (int told = 0; told < count; told++) {
                String id = out.readLine();
                assertTrue(id != null, () -> "ended early: " + read(errors));
                written.add(id);
            }
            writer.toHandle().destroyForcibly(); // the process alone would close its pipe
            // What it had told before it died counts too.
            out.lines().forEach(written::add);
        } finally {
            writer.destroyForcibly();
            assertTrue(writer.waitFor(30, TimeUnit.SECONDS));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException unreadable) {
            return unreadable.toString();
        }
    }
}
