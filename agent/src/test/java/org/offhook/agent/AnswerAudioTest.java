package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.AnswerAudio.Saying;
import org.offhook.media.PreparedAudio;

/** Where an answer's audio comes from, and when it is made. */
class AnswerAudioTest {
    private static final Saying HOURS = new Saying("hours", "We open at nine.");
    private static final Saying PARKING = new Saying("parking", "Behind the house.");
    private static final List<Saying> BOTH = List.of(HOURS, PARKING);

    @TempDir private Path data;
    private final ScriptedVoice voice = new ScriptedVoice("tts/a");
    private final List<String> progress = new ArrayList<>();

    @Test
    void whatIsMissingIsMadeOnceAndFoundTheNextTime() throws Exception {
        var prepared = store(voice).prepare(BOTH, this::note);
        assertEquals(List.of(), prepared.missing());
        assertEquals(List.of("1/2 hours", "2/2 parking"), progress);
        assertEquals(List.of(HOURS.text(), PARKING.text()), voice.spoken);
        // 300 ms of speech, 20 ms before it, 100 ms after it, and the encoder's delay.
        assertEquals(430, prepared.find("hours", HOURS.text()).orElseThrow().millis(), 30);
        assertEquals(Optional.empty(), prepared.find("hours", "Another text."));

        var again = store(voice).prepare(BOTH, this::note);
        assertEquals(List.of(), again.missing());
        assertEquals(2, voice.spoken.size(), "made only once");
        assertEquals(2, progress.size());
    }

    @Test
    void filesAreNamedByIdVoiceAndText() throws Exception {
        store(voice).prepare(BOTH, this::note);
        assertEquals(
                List.of("hours-b56b0807ce47.prepared", "parking-86e37e227656.prepared"),
                files(folder()));
    }

    @Test
    void loadingMakesNothing() throws Exception {
        store(voice).prepare(List.of(HOURS), this::note);
        var loaded = store(voice).load(BOTH);
        assertEquals(List.of("parking"), loaded.missing());
        assertTrue(loaded.find("hours", HOURS.text()).isPresent());
        assertEquals(1, voice.spoken.size());
    }

    @Test
    void anotherVoiceOrTextIsMadeAndTheOldOneStays() throws Exception {
        store(voice).prepare(List.of(HOURS), this::note);
        store(new ScriptedVoice("tts/b")).prepare(List.of(HOURS), this::note);
        store(voice).prepare(List.of(new Saying("hours", "We open at ten.")), this::note);
        assertEquals(3, files(folder()).size());
    }

    @Test
    void whatNoStartUsedForAMonthGoesAndWhatAKilledProcessHadHalfMade() throws Exception {
        store(voice).prepare(BOTH, this::note);
        Path half = Files.write(folder().resolve(".making-1.part"), new byte[] {1});
        Path making = Files.write(folder().resolve(".making-2.part"), new byte[] {1});
        Instant now = Instant.now();
        Instant longAgo = now.minus(AudioArea.KEPT).minusSeconds(60);
        for (String name : files(folder())) {
            Files.setLastModifiedTime(folder().resolve(name), FileTime.from(longAgo));
        }
        Files.setLastModifiedTime(making, FileTime.from(now));
        store(voice).load(List.of(HOURS));
        AnswerAudio.sweep(folder(), now);
        assertTrue(Files.notExists(half));
        assertTrue(Files.exists(making));
        assertEquals(List.of("parking"), store(voice).load(BOTH).missing());
    }

    @Test
    void shippedAudioIsPlayedWithoutAnyVoice() throws Exception {
        Path demo = Files.createDirectories(data.resolve("jar/demo"));
        ship(demo);
        var fromDirectory = ShippedAudio.directory(demo);
        var withoutVoice = new AnswerAudio(fromDirectory, folder(), List.of());
        var prepared = withoutVoice.prepare(BOTH, this::note);
        assertEquals(List.of("parking"), prepared.missing());
        assertEquals(1_000, prepared.find("hours", HOURS.text()).orElseThrow().millis(), 30);
        assertEquals(List.of(), progress);
        assertEquals(1, files(folder()).size(), "expanded once");
        FileTime expanded = Files.getLastModifiedTime(folder().resolve(files(folder()).getFirst()));
        withoutVoice.prepare(BOTH, this::note);
        assertEquals(
                expanded, Files.getLastModifiedTime(folder().resolve(files(folder()).getFirst())));

        var jar = new URL[] {data.resolve("jar").toUri().toURL()};
        try (var loader = new URLClassLoader(jar, null)) {
            var fromClassPath = ShippedAudio.classPath(loader, "demo");
            var loaded = new AnswerAudio(fromClassPath, folder(), List.of()).load(BOTH);
            assertEquals(List.of("parking"), loaded.missing());
        }
    }

    @Test
    void aTextThatWasRecordedAnewIsHeardAnew() throws Exception {
        Path demo = Files.createDirectories(data.resolve("demo"));
        ship(demo);
        var store = new AnswerAudio(ShippedAudio.directory(demo), folder(), List.of());
        assertEquals(
                1_000, store.load(BOTH).find("hours", HOURS.text()).orElseThrow().millis(), 30);
        short[] pcm = Syllables.speech(0, 480, 0, -20);
        PreparedAudio.encode(pcm, pcm.length).write(demo.resolve(AnswerAudio.shippedName(HOURS)));
        assertEquals(500, store.load(BOTH).find("hours", HOURS.text()).orElseThrow().millis(), 30);
    }

    @Test
    void shippedAudioIsPreferredToMaking() throws Exception {
        Path demo = Files.createDirectories(data.resolve("demo"));
        ship(demo);
        var store = new AnswerAudio(ShippedAudio.directory(demo), folder(), List.of(voice));
        assertEquals(List.of(), store.prepare(BOTH, this::note).missing());
        assertEquals(List.of(PARKING.text()), voice.spoken);
    }

    @Test
    void shippedFilesAreNamedByIdAndText() {
        // printf 'We open at nine.' | sha256sum
        assertEquals("hours-4a0ba6d4db9a.opus", AnswerAudio.shippedName(HOURS));
    }

    @Test
    void anUnreadableFileIsMadeAnew() throws Exception {
        store(voice).prepare(List.of(HOURS), this::note);
        Path file = folder().resolve(files(folder()).getFirst());
        byte[] good = Files.readAllBytes(file);
        byte[] flipped = good.clone();
        flipped[good.length - 1] ^= 1;
        byte[] half = Arrays.copyOf(good, good.length / 2);
        Path other = folder().resolve("other");
        for (byte[] bad : new byte[][] {{}, {1, 2, 3}, half, flipped}) {
            // Another file in its place: the old one is still mapped.
            Files.write(other, bad);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            assertEquals(List.of("hours"), store(voice).load(List.of(HOURS)).missing());
            assertEquals(List.of(), store(voice).prepare(List.of(HOURS), this::note).missing());
            assertArrayEquals(good, Files.readAllBytes(file));
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            assertArrayEquals(bad, Files.readAllBytes(aside));
        }
    }

    @Test
    void nothingElseInTheFolderIsTouched() throws Exception {
        Files.createDirectories(folder());
        Path foreign = Files.writeString(folder().resolve("old-0123456789ab.prepared"), "mine");
        store(voice).prepare(BOTH, this::note);
        assertEquals("mine", Files.readString(foreign));
        assertEquals(3, files(folder()).size(), "no temporary files: " + files(folder()));
    }

    @Test
    void anIdThatIsNoFileNameStaysInTheFolder() throws Exception {
        var strange = new Saying("../../etc/" + "x".repeat(300), "Hello.");
        assertEquals(List.of(), store(voice).prepare(List.of(strange), this::note).missing());
        assertEquals(1, files(folder()).size());
        assertEquals(List.of(), store(voice).load(List.of(strange)).missing());
    }

    @Test
    void aVoiceThatFailsOnceFailsForOneAnswerOnly() throws Exception {
        voice.failures.add(HOURS.text());
        var prepared = store(voice).prepare(BOTH, this::note);
        assertEquals(List.of("hours"), prepared.missing());
        assertTrue(prepared.find("parking", PARKING.text()).isPresent());
        assertEquals(List.of("1/2 hours", "2/2 parking"), progress);
    }

    @Test
    void aVoiceThatIsDownIsNotAskedForEverything() throws Exception {
        var many = new ArrayList<Saying>();
        for (int i = 0; i < 10; i++) {
            many.add(new Saying("a" + i, "Text " + i));
            voice.failures.add("Text " + i);
        }
        var prepared = store(voice).prepare(many, this::note);
        assertEquals(10, prepared.missing().size());
        assertEquals(3, voice.spoken.size());
    }

    @Test
    void aVoiceWithoutSoundMakesNoAudio() throws Exception {
        voice.silent = true;
        assertEquals(List.of("hours", "parking"), store(voice).prepare(BOTH, this::note).missing());
    }

    @Test
    void aFolderThatCannotBeWrittenStillLeavesAudioToPlay() throws Exception {
        Files.writeString(folder(), "a file where the folder should be");
        var prepared = store(voice).prepare(BOTH, this::note);
        assertEquals(List.of(), prepared.missing());
    }

    @Test
    void interruptionEndsTheMaking() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> store(voice).prepare(BOTH, this::note));
        assertTrue(voice.spoken.isEmpty());
    }

    @Test
    void whatTheFirstVoiceCannotMakeTheNextOneMakes() throws Exception {
        var first = new ScriptedVoice("one");
        BOTH.forEach(saying -> first.failures.add(saying.text()));
        var next = new ScriptedVoice("two");
        var store = new AnswerAudio(ShippedAudio.none(), folder(), List.of(first, next));
        assertEquals(List.of(), store.prepare(BOTH, this::note).missing());
        assertEquals(BOTH.stream().map(AnswerAudio.Saying::text).toList(), next.spoken);

        // The next start has them, and asks the first once more.
        next.spoken.clear();
        first.spoken.clear();
        assertEquals(List.of(), store.load(BOTH).missing());
        store.prepare(BOTH, this::note);
        assertEquals(List.of(), next.spoken);
        assertEquals(BOTH.size(), first.spoken.size());

        first.failures.clear();
        first.spoken.clear();
        store.prepare(BOTH, this::note);
        assertEquals(BOTH.size(), first.spoken.size());
        first.spoken.clear();
        store.prepare(BOTH, this::note);
        assertEquals(List.of(), first.spoken);
        assertEquals(List.of(), next.spoken);
    }

    @Test
    void theNextVoiceMakesOnlyWhatIsMissing() throws Exception {
        var first = new ScriptedVoice("one");
        first.failures.add(BOTH.getLast().text());
        var next = new ScriptedVoice("two");
        var store = new AnswerAudio(ShippedAudio.none(), folder(), List.of(first, next));
        assertEquals(List.of(), store.prepare(BOTH, this::note).missing());
        assertEquals(List.of(BOTH.getLast().text()), next.spoken);
    }

    private AnswerAudio store(Voice voice) {
        return new AnswerAudio(ShippedAudio.none(), folder(), List.of(voice));
    }

    private Path folder() {
        return data.resolve("audio");
    }

    private void note(int done, int total, String id) {
        progress.add(done + "/" + total + " " + id);
    }

    private static void ship(Path folder) throws IOException {
        short[] pcm = Syllables.speech(0, 980, 0, -20);
        PreparedAudio.encode(pcm, pcm.length).write(folder.resolve(AnswerAudio.shippedName(HOURS)));
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Says 300 ms of noise, with silence around it, for every text. */
    private static final class ScriptedVoice implements Voice {
        private final String id;
        final List<String> spoken = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        boolean silent;

        ScriptedVoice(String id) {
            this.id = id;
        }

        @Override
        public void speak(String text, Sink sink) throws IOException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            spoken.add(text);
            if (failures.contains(text)) {
                throw new IOException("acme: HTTP 503");
            }
            short[] pcm = Syllables.speech(200, 300, 400, -35);
            sink.accept(silent ? new short[pcm.length] : pcm, pcm.length);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void close() {}
    }
}
