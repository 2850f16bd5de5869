package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/** A process that restores backups is killed, again and again. */
@Timeout(600)
class KilledRestoreTest {
    private static final int KILLS = 4;
    private static final int ANSWERS = 40;

    @TempDir Path folder;

    @Test
    void allOfOneBackupIsThereAndNothingOfTheOther() throws Exception {
        Path data = folder.resolve("data");
        Path monday = backup("monday");
        Path friday = backup("friday");
        for (int kill = 0; kill < KILLS; kill++) {
            restoreAndDie(2 + kill, data, monday, friday);
            try (var store = LuceneAnswerStore.open(data.resolve("answers"))) {
                var entries = store.changesSince(AnswerStore.NONE).entries();
                assertEquals(ANSWERS, entries.size());
                Set<String> days =
                        entries.stream()
                                .map(entry -> entry.answer().content().say())
                                .collect(Collectors.toSet());
                assertEquals(1, days.size(), days.toString());
            }
        }
    }

    private Path backup(String day) throws Exception {
        Path whole = folder.resolve("of-" + day);
        Path backup = folder.resolve(day);
        try (var store = LuceneAnswerStore.open(whole.resolve("answers"))) {
            var writes = new ArrayList<AnswerStore.Write>();
            for (int i = 0; i < ANSWERS; i++) {
                var answer =
                        StoredAnswer.first(
                                new Key("shop", day + i),
                                content(day, i),
                                Origin.OWNER,
                                Instant.EPOCH,
                                "ann",
                                "added");
                writes.add(new AnswerStore.Write(answer, AnswerStore.NONE));
            }
            store.put(writes);
            var all = store.changesSince(AnswerStore.NONE);
            AnswersBackup.write(AnswersBackup.told(all), whole, backup);
        }
        return backup;
    }

    private static Content content(String day, int number) {
        return new Content(
                Status.APPROVED,
                "On " + day + ".",
                List.of("what is number " + number),
                new Answer.Then.Listen(),
                Scope.ALWAYS,
                false);
    }

    /** Kills in the middle of what comes after so many restores. */
    private void restoreAndDie(int count, Path data, Path... backups) throws Exception {
        Path errors = folder.resolve("restore.err");
        var command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRestore.class.getName(),
                        data.toString(),
                        backups[0].toString(),
                        backups[1].toString());
        Process restorer = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (var out = restorer.inputReader()) {
            for (int told = 0; told < count; told++) {
                assertNotNull(out.readLine(), () -> read(errors));
            }
        } finally {
            restorer.destroyForcibly();
            assertTrue(restorer.waitFor(30, TimeUnit.SECONDS));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
