package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.Voice;

class BankRecorderTest {
    private static final String HOURS = "We open at nine.";

    @TempDir Path folder;

    @Test
    void aFileIsNamedByItsTextsHash() {
        // printf %s 'We open at nine.' | sha256sum
        assertEquals("hours-4a0ba6d4db9a.opus", BankRecorder.fileName("hours", HOURS));
    }

    @Test
    void everyTextIsSpokenOnce() throws Exception {
        Beeping voice = new Beeping("one");
        List<BankRecorder.Line> texts =
                List.of(line("hours", HOURS), line("bye", "Goodbye!"), line("bye", "Bye!"));

        assertEquals(new BankRecorder.Report(3, 0, 0), record(voice, texts));
        assertEquals(new BankRecorder.Report(0, 3, 0), record(voice, texts));
        assertEquals(3, voice.spoken.size());
        assertTrue(Files.size(folder.resolve(BankRecorder.fileName("hours", HOURS))) > 1_000);
    }

    @Test
    void aChangedTextIsSpokenAnewAndItsOldAudioGoes() throws Exception {
        record(new Beeping("one"), List.of(line("hours", HOURS)));

        assertEquals(
                new BankRecorder.Report(1, 0, 1),
                record(new Beeping("one"), List.of(line("hours", "We open at ten."))));
        assertFalse(Files.exists(folder.resolve(BankRecorder.fileName("hours", HOURS))));
    }

    @Test
    void anotherVoiceSpeaksEverythingAnew() throws Exception {
        record(new Beeping("one"), List.of(line("hours", HOURS)));

        assertEquals(
                new BankRecorder.Report(1, 0, 1),
                record(new Beeping("two"), List.of(line("hours", HOURS))));
    }

    @Test
    void aFileThatIsNoRecordingIsLeftAlone() throws Exception {
        Path own = Files.writeString(folder.resolve("my-own-greeting.opus"), "by hand");
        record(new Beeping("one"), List.of(line("hours", HOURS)));

        assertTrue(Files.exists(own));
    }

    @Test
    void aVoiceThatSaysNothingIsAFailureAndLeavesNoFile() throws IOException {
        Beeping mute = new Beeping("mute");
        mute.millis = 0;

        IOException failure =
                assertThrows(IOException.class, () -> record(mute, List.of(line("hours", HOURS))));
        assertTrue(failure.getMessage().contains(HOURS), failure.getMessage());
        assertFalse(Files.exists(folder.resolve(BankRecorder.fileName("hours", HOURS))));
    }

    private static BankRecorder.Line line(String id, String text) {
        return new BankRecorder.Line(id, text);
    }

    private BankRecorder.Report record(Voice voice, List<BankRecorder.Line> texts)
            throws IOException, InterruptedException {
        BankRecorder.AudioWriter raw =
                (samples, length, file) -> {
                    byte[] bytes = new byte[length];
                    for (int i = 0; i < length; i++) {
                        bytes[i] = (byte) (samples[i] >> 8);
                    }
                    Files.write(file, bytes);
                };
        return new BankRecorder(voice, folder, raw).record(texts, (done, all, id) -> {});
    }

    /** Says every text as 300 ms of tone, in chunks. */
    private static final class Beeping implements Voice {
        private final String id;
        private final List<String> spoken = new ArrayList<>();
        private int millis = 300;

        private Beeping(String id) {
            this.id = id;
        }

        @Override
        public void speak(String text, Sink sink) throws InterruptedException {
            spoken.add(text);
            short[] chunk = new short[160];
            for (int done = 0; done < millis; done += 10) {
                for (int i = 0; i < chunk.length; i++) {
                    chunk[i] = (short) (i % 40 < 20 ? 5_000 : -5_000);
                }
                if (!sink.accept(chunk, chunk.length)) {
                    return;
                }
            }
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void close() {}
    }
}
