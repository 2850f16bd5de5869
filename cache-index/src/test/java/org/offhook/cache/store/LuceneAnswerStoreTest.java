package org.offhook.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.store.AnswerStore.Changes;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.AnswerStore.StaleWriteException;
import org.offhook.cache.store.AnswerStore.Write;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Status;

@Timeout(600)
class LuceneAnswerStoreTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsThereAfterANewStart() throws Exception {
        Entry written;
        try (var store = LuceneAnswerStore.open(folder)) {
            written = store.put(List.of(Samples.first("hours", "Nine to five.", "hours"))).get(0);
        }
        try (var store = LuceneAnswerStore.open(folder)) {
            assertEquals(written, store.get(new Key("shop", "hours")).orElseThrow());
            assertEquals(List.of(written), store.changesSince(AnswerStore.NONE).entries());
        }
    }

    @Test
    void changesComeByNumberAndTheLatestOfEachAnswerOnly() throws Exception {
        try (var store = LuceneAnswerStore.open(folder)) {
            Entry hours = store.put(List.of(Samples.first("hours", "Nine.", "hours"))).get(0);
            Entry parking = store.put(List.of(Samples.first("parking", "Here.", "park"))).get(0);
            Changes first = store.changesSince(AnswerStore.NONE);
            assertEquals(List.of(hours, parking), first.entries());
            Entry later = change(store, hours, Status.DELETED);
            assertEquals(List.of(parking, later), store.changesSince(AnswerStore.NONE).entries());
            Changes then = store.changesSince(first.upTo());
            assertEquals(List.of(later), then.entries(), "a deleted answer is a change");
            assertEquals(first.store(), then.store());
            assertEquals(List.of(), store.changesSince(then.upTo()).entries());
        }
    }

    private static Entry change(AnswerStore store, Entry from, Status to) throws Exception {
        StoredAnswer was = from.answer();
        StoredAnswer is = was.changed(was.content().with(to), Samples.MONDAY, "bob", "now " + to);
        return store.put(List.of(new Write(is, from.sequence()))).get(0);
    }

    @Test
    void whoHasNotSeenTheLatestChangeWritesNothing() throws Exception {
        try (var store = LuceneAnswerStore.open(folder)) {
            Entry hours = store.put(List.of(Samples.first("hours", "Nine.", "hours"))).get(0);
            Entry later = change(store, hours, Status.SUSPENDED);
            assertThrows(StaleWriteException.class, () -> change(store, hours, Status.DELETED));
            var both =
                    List.of(
                            Samples.first("new", "New.", "new"),
                            Samples.first("hours", "Ten.", "hours"));
            assertThrows(StaleWriteException.class, () -> store.put(both));
            assertEquals(List.of(later), store.changesSince(AnswerStore.NONE).entries());
        }
    }

    @Test
    void whoWaitsForChangesIsWokenByOne() throws Exception {
        try (var store = LuceneAnswerStore.open(folder)) {
            var seen = new LinkedBlockingQueue<Changes>();
            var waiting = new CountDownLatch(1);
            Thread.ofVirtual()
                    .start(() -> {
                        waiting.countDown();
                        try {
                            seen.add(
                                    store.awaitChanges(
                                            store.store(),
                                            AnswerStore.NONE,
                                            Duration.ofMinutes(1)));
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertTrue(waiting.await(60, TimeUnit.SECONDS));
            List<Entry> put = store.put(List.of(Samples.first("hours", "Nine.", "hours")));
            assertEquals(put, seen.poll(60, TimeUnit.SECONDS).entries());
            long last = put.get(0).sequence();
            assertEquals(
                    List.of(), store.awaitChanges(store.store(), last, Duration.ZERO).entries());
        }
    }

    @Test
    void aFullDiskLosesNothingAndWritingGoesOnWhenThereIsRoom() throws Exception {
        var disk = new SmallDisk(FSDirectory.open(folder));
        try (var store = LuceneAnswerStore.open(folder, disk)) {
            Entry kept = store.put(List.of(Samples.first("hours", "Nine.", "hours"))).get(0);
            for (int room = 0; room < 2_000; room += 50) {
                disk.leave(room);
                Write second = Samples.first("parking", "Here.", "park");
                assertThrows(IOException.class, () -> store.put(List.of(second)));
                assertEquals(List.of(kept), store.changesSince(AnswerStore.NONE).entries());
            }
            disk.leave(Long.MAX_VALUE);
            Entry second = store.put(List.of(Samples.first("parking", "Here.", "park"))).get(0);
            assertEquals(kept.sequence() + 1, second.sequence(), "no number was lost");
        }
        try (var store = LuceneAnswerStore.open(folder)) {
            assertEquals(2, store.changesSince(AnswerStore.NONE).entries().size());
        }
    }

    @Test
    void aSecondProcessIsToldWhoHasIt() throws Exception {
        try (var store = LuceneAnswerStore.open(folder)) {
            var inUse =
                    assertThrows(
                            LuceneAnswerStore.InUseException.class,
                            () -> LuceneAnswerStore.open(folder));
            assertTrue(inUse.getMessage().contains(folder.toString()), inUse.getMessage());
            assertEquals(AnswerStore.NONE, store.changesSince(AnswerStore.NONE).upTo());
        }
    }

    @Test
    void damagedAnswersAreLeftWhereTheyAreAndNamed() throws Exception {
        try (var store = LuceneAnswerStore.open(folder)) {
            store.put(List.of(Samples.first("hours", "Nine.", "hours")));
        }
        for (Path file : Files.list(folder).toList()) {
            if (file.getFileName().toString().startsWith("_")) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(file, bytes);
            }
        }
        long files = Files.list(folder).count();
        var damaged =
                assertThrows(IOException.class, () -> LuceneAnswerStore.open(folder)).getMessage();
        assertTrue(damaged.contains("damaged") && damaged.contains("restore"), damaged);
        assertEquals(files, Files.list(folder).count());
    }

    @Test
    void anAnswerIsTheSameAfterJson() throws Exception {
        StoredAnswer answer =
                Samples.answer("hours", "Nine \"sharp\", über\nall.", "when?", "hours")
                        .changed(
                                Samples.content("Ten.").with(Status.CANDIDATE),
                                Samples.MONDAY.plusSeconds(5),
                                "bank.yaml",
                                "said otherwise")
                        .with(
                                new StoredAnswer.Usage(
                                        3, 4_500, 210, 2, 1, Optional.of(Samples.MONDAY)));
        assertEquals(answer, AnswerJson.read(AnswerJson.write(answer)));
        assertThrows(IOException.class, () -> AnswerJson.read("{\"agent\":\"shop\"}"));
        assertThrows(IOException.class, () -> AnswerJson.read("nine to five"));
    }
}
