package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/** Answers are copied while they are open, and brought back. */
class AnswersBackupTest {
    private static final Key HOURS = new Key("shop", "hours");
    private static final Key PARKING = new Key("shop", "parking");

    @TempDir Path folder;
    private Path data;
    private Path backup;

    @BeforeEach
    void lay() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        backup = folder.resolve("backups/monday");
        Files.createDirectories(data.resolve("audio"));
        Files.write(data.resolve("audio/hours-0123456789ab.prepared"), new byte[] {1, 2, 3});
        Files.write(data.resolve("audio/.making-7.part"), new byte[] {9});
        Files.writeString(data.resolve("judged.txt"), "4.2 right\n");
    }

    private LuceneAnswerStore open() throws IOException {
        return LuceneAnswerStore.open(data.resolve("answers"));
    }

    private static AnswerDesk desk(LuceneAnswerStore store) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-02T09:00:00Z"));
        return new AnswerDesk(store, Map.of("shop", Locale.ENGLISH), clock);
    }

    private static Content content(String say, String question) {
        var questions = List.of(question);
        return new Content(
                Status.APPROVED, say, questions, new Answer.Then.Listen(), Scope.ALWAYS, false);
    }

    /** As the command does it, while the store is open. */
    private void back(AnswerDesk desk) throws IOException {
        AnswersBackup.write(AnswersBackup.told(desk.everything()), data, backup);
    }

    @Test
    void whatWasBackedUpComesBackWithHistoryAudioAndJudgements() throws Exception {
        List<StoredAnswer> then;
        try (var store = open()) {
            AnswerDesk desk = desk(store);
            desk.add(HOURS, content("At nine.", "when do you open"), Origin.OWNER, "ann");
            desk.suspend(HOURS, "bob", "wrong");
            then = desk.all("shop");
            back(desk);
            // All that comes after it must be gone again.
            desk.approve(HOURS, "ann");
            desk.add(PARKING, content("Behind.", "where can i park"), Origin.OWNER, "ann");
        }
        Files.writeString(data.resolve("judged.txt"), "4.2 right\n5.0 wrong\n");
        Files.delete(data.resolve("audio/hours-0123456789ab.prepared"));

        assertEquals(
                "1 answers and 1 recordings brought back from " + backup,
                AnswersBackup.restore(backup, data));
        try (var store = open()) {
            assertEquals(then, desk(store).all("shop"));
            assertEquals(
                    "wrong", store.get(HOURS).orElseThrow().answer().history().getLast().what());
        }
        assertEquals("4.2 right\n", Files.readString(data.resolve("judged.txt")));
        assertArrayEquals(
                new byte[] {1, 2, 3},
                Files.readAllBytes(data.resolve("audio/hours-0123456789ab.prepared")));
        assertFalse(Files.exists(backup.resolve("audio/.making-7.part")), "half made");
    }

    @Test
    void aBackupIsADataFolderToo() throws Exception {
        try (var store = open()) {
            AnswerDesk desk = desk(store);
            desk.add(HOURS, content("At nine.", "when do you open"), Origin.OWNER, "ann");
            back(desk);
        }
        data = backup;
        try (var store = open()) {
            assertEquals(1, desk(store).all("shop").size());
        }
    }

    @Test
    void whoFollowsTheNumbersBeginsAnewAfterARestore() throws Exception {
        String before;
        try (var store = open()) {
            AnswerDesk desk = desk(store);
            desk.add(HOURS, content("At nine.", "when do you open"), Origin.OWNER, "ann");
            before = store.store();
            back(desk);
        }
        AnswersBackup.restore(backup, data);
        try (var store = open()) {
            assertFalse(store.store().equals(before), "another store");
            desk(store).suspend(HOURS, "ann", "it can be written to");
        }
    }

    @Test
    void anOlderBackupIsNotOverwrittenAndAFailedOneLeavesNothing() throws Exception {
        try (var store = open()) {
            AnswerDesk desk = desk(store);
            back(desk);
            assertThrows(FileAlreadyExistsException.class, () -> back(desk));
        }
        try (Stream<Path> left = Files.list(backup.getParent())) {
            assertEquals(List.of(backup), left.toList());
        }
    }

    @Test
    void nothingIsRestoredIntoAFolderThatIsOpenOrFromOneThatIsNoBackup() throws Exception {
        try (var store = open()) {
            AnswerDesk desk = desk(store);
            desk.add(HOURS, content("At nine.", "when do you open"), Origin.OWNER, "ann");
            back(desk);
            var open =
                    assertThrows(
                            LuceneAnswerStore.InUseException.class,
                            () -> AnswersBackup.restore(backup, data));
            assertEquals(
                    "in use by another process: " + data.resolve("answers"), open.getMessage());
            assertEquals(1, desk.all("shop").size());
        }
        assertThrows(IOException.class, () -> AnswersBackup.restore(folder, data));
    }
}
