package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.media.Pcm;

/** Programs that are killed, and disks that are full, while callers leave messages. */
@Timeout(600)
class MailboxCrashTest {
    private static final ObjectMapper json = new ObjectMapper();

    /** In blocks of 1024 bytes: a little more than five seconds of sound. */
    private static final int SMALL_DISK = 162;

    @TempDir Path folder;

    private Process start(String limit) throws IOException {
        var line =
                new ArrayList<String>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Callers.class.getName(),
                                folder.toString()));
        if (!limit.isEmpty()) {
            line.addAll(0, List.of("bash", "-c", limit + "; exec \"$@\"", "bash"));
        }
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    /** Reads until a line begins so; what is not ours is skipped. */
    private static String line(BufferedReader out, String begin) throws IOException {
        var all = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith(begin)) {
                return line;
            }
        }
        throw new IOException("no line \"" + begin + "\" in:\n" + all);
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    @Test
    void whatAKilledProgramHasOfAMessageIsKeptAndNotCalledWhole() throws Exception {
        Process program = start("");
        try (var out = program.inputReader()) {
            line(out, "speaking");
            program.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
        // Until it is looked at nothing has the name of a message.
        assertEquals(List.of(), files(".wav"));
        assertFalse(json.readTree(files(".json").getFirst().toFile()).path("complete").asBoolean());
        // Killed while the JSON file was written, before it was one.
        Files.writeString(folder.resolve("20990101-000000-0000.json" + MessageFile.GROWING), "{");
        // Killed before there was any sound.
        Files.write(folder.resolve("20990101-000000-0001.wav" + MessageFile.GROWING), new byte[44]);

        Mailbox.open(folder).close();
        assertEquals(List.of(), files(MessageFile.GROWING));
        assertEquals(1, files(".json").size());
        JsonNode note = json.readTree(files(".json").getFirst().toFile());
        assertFalse(note.path("complete").asBoolean());
        int millis = note.path("durationMs").asInt();
        assertTrue(millis >= 1_000, note.toString());
        try (var in = AudioSystem.getAudioInputStream(files(".wav").getFirst().toFile())) {
            assertEquals(millis, in.getFrameLength() * 1_000 / Pcm.RATE_HZ);
        }
        Mailbox.open(folder).close();
        assertEquals(note, json.readTree(files(".json").getFirst().toFile()));
    }

    @Test
    void aFullDiskEndsTheMessageAndKeepsWhatFitted() throws Exception {
        Process program = start("ulimit -f " + SMALL_DISK);
        try (var out = program.inputReader()) {
            assertEquals("stopped false", line(out, "stopped"));
            line(out, "ended");
            program.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
        assertEquals(List.of(), files(MessageFile.GROWING));
        JsonNode note = json.readTree(files(".json").getFirst().toFile());
        assertFalse(note.path("complete").asBoolean());
        int millis = note.path("durationMs").asInt();
        assertTrue(millis > 4_000 && millis < 6_000, note.toString());
        try (var in = AudioSystem.getAudioInputStream(files(".wav").getFirst().toFile())) {
            assertEquals(millis, in.getFrameLength() * 1_000 / Pcm.RATE_HZ);
            var samples = in.readAllBytes();
            assertEquals(100, samples[0]);
            assertEquals(100, samples[samples.length - 2]);
        }
    }

    @Test
    void aDiskWithoutAnyRoomTakesNoMessageAndLeavesNothing() throws Exception {
        Process program = start("ulimit -f 0");
        try (var out = program.inputReader()) {
            line(out, "refused");
            assertEquals(0, program.waitFor());
        }
        assertEquals(List.of(), files(""));
    }

    /** A caller speaks a message that never ends, unless it cannot be written. */
    static final class Callers {
        private Callers() {}

        public static void main(String[] arguments) throws Exception {
            Mailbox mailbox = Mailbox.open(Path.of(arguments[0]));
            var stopped = new CountDownLatch(1);
            MessageRecorder recorder;
            try {
                recorder =
                        mailbox.begin(
                                new Mailbox.About("desk", "call-1", "caller"),
                                kept -> {
                                    System.out.println("stopped " + kept);
                                    stopped.countDown();
                                });
            } catch (IOException full) {
                System.out.println("refused " + full.getMessage());
                return;
            }
            var frame = new short[Pcm.FRAME_SAMPLES];
            Arrays.fill(frame, (short) 100);
            for (int i = 0; i < 500; i++) {
                recorder.take(frame);
            }
            System.out.println("speaking");
            if (stopped.await(0, TimeUnit.SECONDS)) {
                recorder.end(true, new Deaf(), Locale.ENGLISH);
                System.out.println("ended");
            }
            new CountDownLatch(1).await();
        }
    }

    /** Understands nothing. */
    private record Deaf() implements Recogniser {
        @Override
        public Recognition open(String callId, Locale language, Recognition.Listener listener) {
            throw new IllegalStateException("nothing but silence");
        }

        @Override
        public String id() {
            return "deaf";
        }

        @Override
        public void close() {}
    }
}
