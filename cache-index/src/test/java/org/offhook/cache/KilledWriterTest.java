package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {
    private static final int KILLS = 3;

    @TempDir private Path directory;

    @Test
    @Timeout(600)
    void aProcessKilledWhileItWritesLeavesACleanIndex() throws Exception {
        Path index = directory.resolve("index");
        for (int kill = 0; kill < KILLS; kill++) {
            writeAndDie(index, 1 + kill);
            var embedder = new LetterEmbedder("letters/1");
            try (var cache = AnswerCache.open(index, embedder)) {
                List<Answer> bank = KilledWriter.bank(20_000 + kill);
                SyncReport report = cache.sync("en", bank);
                assertEquals(60, report.kept(), "what was committed is still there");
                for (Answer answer : bank) {
                    for (String question : answer.questions()) {
                        var hit = assertInstanceOf(Lookup.Hit.class, cache.lookup("en", question));
                        assertEquals(answer.id(), hit.answer().id());
                    }
                }
            }
            assertFalse(Files.exists(directory.resolve("index.broken")), "nothing was damaged");
        }
    }

    /** Kills as soon as {@code syncs} are done, with the next one under way. */
    private void writeAndDie(Path index, int syncs) throws IOException, InterruptedException {
        var command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        index.toString());
        Process writer =
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("writer.err").toFile())
                        .start();
        try (var out = writer.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.equals("synced " + syncs)) {
                line = out.readLine();
            }
            assertTrue(line != null, () -> "the writer ended early: " + errors());
        } finally {
            writer.destroyForcibly();
            assertTrue(writer.waitFor(30, TimeUnit.SECONDS));
        }
    }

    private String errors() {
        try {
            return Files.readString(directory.resolve("writer.err"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
