package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.local.LocalRecogniser;
import org.offhook.agent.local.ModelPool;
import org.offhook.agent.local.Moonshine;
import org.offhook.agent.local.SpeechClips;
import org.offhook.agent.local.Telephone;
import org.offhook.agent.local.TestModels;
import org.offhook.media.Pcm;

/** What is found in the folder of messages after callers have spoken, or have not. */
class MailboxTest {
    private static final Mailbox.About ABOUT = new Mailbox.About("desk", "call-1", "+49301234");
    private static final ObjectMapper json = new ObjectMapper();

    @TempDir Path folder;

    private final List<Boolean> stopped = new ArrayList<>();

    /** Understands this and its number in each segment. */
    private static Recogniser ears(String words) {
        return new ScriptedEars(speech -> words + speech.segment());
    }

    private static Recogniser deafEars() {
        return new ScriptedEars(_ -> {
            throw new IOException("gone");
        });
    }

    private MessageRecorder begin(Mailbox mailbox) throws IOException {
        return mailbox.begin(ABOUT, stopped::add);
    }

    private static void speak(MessageRecorder recorder, short[] samples) {
        for (int at = 0; at + Pcm.FRAME_SAMPLES <= samples.length; at += Pcm.FRAME_SAMPLES) {
            recorder.take(Arrays.copyOfRange(samples, at, at + Pcm.FRAME_SAMPLES));
        }
    }

    private static short[] wave(int millis) {
        var samples = new short[millis * Pcm.RATE_HZ / 1_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (10_000 * Math.sin(i * 0.17) + i % 7 - 3);
        }
        return samples;
    }

    private List<String> files(String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(end))
                    .sorted()
                    .toList();
        }
    }

    private JsonNode note() throws IOException {
        List<String> notes = files(".json");
        assertEquals(1, notes.size());
        return json.readTree(folder.resolve(notes.getFirst()).toFile());
    }

    private JsonNode noteWithWords() throws IOException {
        long endNanos = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        JsonNode note = note();
        while (note.path("transcript").isNull() && endNanos - System.nanoTime() > 0) {
            LockSupport.parkNanos(5_000_000);
            note = note();
        }
        return note;
    }

    /** Read by the JDK, not by us. */
    private short[] samples() throws Exception {
        List<String> sounds = files(".wav");
        assertEquals(1, sounds.size());
        Path wav = folder.resolve(sounds.getFirst());
        try (var in = AudioSystem.getAudioInputStream(wav.toFile())) {
            assertEquals(16_000, in.getFormat().getSampleRate());
            assertEquals(1, in.getFormat().getChannels());
            assertEquals(AudioFormat.Encoding.PCM_SIGNED, in.getFormat().getEncoding());
            var samples = new short[(int) in.getFrameLength()];
            ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        }
    }

    @Test
    void whatWasSaidIsThereSampleBySample() throws Exception {
        short[] said = wave(3_000);
        Instant before = Instant.now();
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            speak(recorder, said);
            recorder.end(true, ears("words "), Locale.ENGLISH);
            assertEquals("words 1", noteWithWords().path("transcript").asText());
        }
        assertArrayEquals(said, samples());
        JsonNode note = note();
        assertEquals("desk", note.path("agent").asText());
        assertEquals("call-1", note.path("call").asText());
        assertEquals("+49301234", note.path("caller").asText());
        assertEquals(3_000, note.path("durationMs").asInt());
        assertTrue(note.path("complete").asBoolean());
        Instant time = Instant.parse(note.path("time").asText());
        assertFalse(time.isBefore(before) || time.isAfter(Instant.now()));
        assertEquals(note.path("id").asText() + ".wav", files(".wav").getFirst());
        assertEquals(List.of(), files(MessageFile.GROWING));
        assertEquals(List.of(), stopped);
    }

    @Test
    void theWordsAreWrittenDownByTheRecogniser() throws Exception {
        SpeechClips.Clip clip = SpeechClips.in(speech()).getFirst();
        short[] heard = Telephone.carry(clip.samples());
        try (var recogniser =
                        new LocalRecogniser(
                                Moonshine.load(TestModels.fetched(), Moonshine.Size.TINY),
                                new ModelPool(1, 4));
                var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            speak(recorder, heard);
            recorder.end(true, recogniser, Locale.ENGLISH);
            String words = noteWithWords().path("transcript").asText().toLowerCase(Locale.ROOT);
            assertTrue(words.contains("young man"), words);
        }
        double loud = loudness(heard);
        assertEquals(loud, loudness(samples()), loud / 100);
    }

    private static Path speech() throws URISyntaxException {
        return Path.of(MailboxTest.class.getResource("/speech").toURI());
    }

    private static double loudness(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    @Test
    void aLongMessageIsWrittenDownPieceByPiece() throws Exception {
        short[] said = wave(45_000);
        Arrays.fill(said, 12 * Pcm.RATE_HZ, 13 * Pcm.RATE_HZ, (short) 0);
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            speak(recorder, said);
            recorder.end(true, ears("piece "), Locale.ENGLISH);
            String words = noteWithWords().path("transcript").asText();
            assertTrue(words.startsWith("piece 1 piece 2 piece 3"), words);
        }
        assertArrayEquals(said, samples());
    }

    @Test
    void silenceHasNoWords() throws Exception {
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            speak(recorder, new short[Pcm.RATE_HZ]);
            recorder.end(true, ears("never asked "), Locale.ENGLISH);
            assertEquals("", noteWithWords().path("transcript").asText());
        }
    }

    @Test
    void whereNothingWasSaidNothingIsLeft() throws Exception {
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            assertEquals(1, files(MessageFile.GROWING).size());
            speak(recorder, wave(400));
            recorder.end(false, ears(""), Locale.ENGLISH);
            MessageRecorder at = begin(mailbox);
            at.end(true, ears(""), Locale.ENGLISH);
        }
        assertEquals(List.of(), files(""));
    }

    @Test
    void aMessageEndsOnceAndAtItsLongest() throws Exception {
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            short[] second = wave(1_000);
            for (int i = 0; i < 121; i++) {
                speak(recorder, second);
            }
            assertEquals(List.of(true), stopped);
            recorder.end(true, deafEars(), Locale.ENGLISH);
            recorder.end(false, deafEars(), Locale.ENGLISH);
            recorder.take(new short[Pcm.FRAME_SAMPLES]);
        }
        assertEquals(120_000, note().path("durationMs").asInt());
        assertEquals(120 * Pcm.RATE_HZ, samples().length);
    }

    @Test
    void withoutARecogniserTheSoundIsThere() throws Exception {
        short[] said = wave(500);
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            speak(recorder, said);
            recorder.end(true, deafEars(), Locale.ENGLISH);
        }
        assertArrayEquals(said, samples());
        assertTrue(note().path("complete").asBoolean());
        assertTrue(note().path("transcript").isNull());
    }

    @Test
    void twoAtOnceAreTwo() throws Exception {
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder one = begin(mailbox);
            MessageRecorder other = begin(mailbox);
            speak(one, wave(200));
            speak(other, wave(300));
            one.end(true, ears(""), Locale.ENGLISH);
            other.end(true, ears(""), Locale.ENGLISH);
        }
        List<String> wavs = files(".wav");
        assertEquals(2, wavs.size());
        assertNotEquals(wavs.get(0), wavs.get(1));
    }

    @Test
    void aFolderThatIsGoneTakesNoMessage() throws Exception {
        try (var mailbox = Mailbox.open(folder.resolve("messages"))) {
            Files.delete(folder.resolve("messages"));
            assertThrows(IOException.class, () -> begin(mailbox));
        }
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThrows(IOException.class, () -> Mailbox.open(file));
    }

    @Test
    void wordsThatAreNotThereAtTheEndAreNotWaitedFor() throws Exception {
        var asked = new CountDownLatch(1);
        var endless =
                new ScriptedEars(_ -> {
                    asked.countDown();
                    new CountDownLatch(1).await();
                    return "";
                });
        try (var mailbox = Mailbox.open(folder)) {
            MessageRecorder recorder = begin(mailbox);
            speak(recorder, wave(500));
            recorder.end(true, endless, Locale.ENGLISH);
            assertTrue(asked.await(60, TimeUnit.SECONDS));
        }
        assertTrue(note().path("complete").asBoolean());
        assertTrue(note().path("transcript").isNull());
        assertEquals(8_000, samples().length);
    }
}
