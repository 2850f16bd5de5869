package org.offhook.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.store.AnswerStore.Changes;
import org.offhook.cache.store.AnswerStore.Entry;

/** A folder that holds what another store does, under that store's numbers. */
@Timeout(600)
class CopyOfAStoreTest {
    @TempDir Path folder;

    private static Entry entry(String id, String say, long sequence) {
        return new Entry(Samples.answer(id, say, id), sequence);
    }

    private static Changes changes(String store, long upTo, Entry... entries) {
        return new Changes(store, upTo, List.of(entries));
    }

    @Test
    void changesKeepTheirNumbersAndOlderOnesAreIgnored() throws Exception {
        Entry hours = entry("hours", "Nine.", 7);
        Entry parking = entry("parking", "Here.", 4);
        try (var copy = LuceneAnswerStore.open(folder)) {
            copy.copy(changes("cluster", 5, parking, hours)); // 7 is known, 6 is perhaps not
            assertEquals(
                    changes("cluster", 5, parking, hours), copy.changesSince(AnswerStore.NONE));
            copy.copy(changes("cluster", 9, entry("hours", "Eight.", 6), hours));
            assertEquals(changes("cluster", 9, hours), copy.changesSince(5));
        }
        try (var copy = LuceneAnswerStore.open(folder)) {
            assertEquals(
                    changes("cluster", 9, parking, hours), copy.changesSince(AnswerStore.NONE));
        }
    }

    @Test
    void anotherStoreReplacesAllAndWhoeverWaitsIsWoken() throws Exception {
        try (var copy = LuceneAnswerStore.open(folder)) {
            copy.copy(changes("old", 20, entry("hours", "Nine.", 20)));
            var seen = new LinkedBlockingQueue<Changes>();
            var waiting = new CountDownLatch(1);
            Thread.ofVirtual()
                    .start(() -> {
                        waiting.countDown();
                        try {
                            seen.add(copy.awaitChanges("old", 20, Duration.ofMinutes(1)));
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    });
            waiting.await();
            copy.copy(changes("new", 0, entry("parking", "Here.", 0)));
            Changes replaced = changes("new", 0, entry("parking", "Here.", 0));
            assertEquals(replaced, seen.poll(60, TimeUnit.SECONDS));
            assertEquals(replaced, copy.awaitChanges("old", 20, Duration.ofMinutes(1)));
        }
        try (var copy = LuceneAnswerStore.open(folder)) {
            assertEquals(
                    changes("new", 0, entry("parking", "Here.", 0)),
                    copy.changesSince(AnswerStore.NONE));
        }
    }

    @Test
    void aFullDiskLeavesTheCopyAsItWas() throws Exception {
        var disk = new SmallDisk(FSDirectory.open(folder));
        try (var copy = LuceneAnswerStore.open(folder, disk)) {
            Changes before = changes("old", 3, entry("hours", "Nine.", 3));
            copy.copy(before);
            for (int room = 0; room < 1_500; room += 100) {
                disk.leave(room);
                assertThrows(
                        IOException.class,
                        () -> copy.copy(changes("new", 1, entry("parking", "Here.", 1))));
                assertEquals(before, copy.changesSince(AnswerStore.NONE));
            }
            disk.leave(Long.MAX_VALUE);
            Changes after = changes("old", 4, entry("parking", "Here.", 4));
            copy.copy(after);
            assertEquals(after, copy.changesSince(3));
        }
    }
}
