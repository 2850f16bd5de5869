package org.offhook.agent.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.Voice;
import org.offhook.agent.loudness.Mastering;

/**
 * Speaks the texts of an answer bank into files, once each: a text that has its file is not spoken
 * again. Used by one thread; takes the time its voice takes.
 */
public final class BankRecorder {
    private static final Logger log = LogManager.getLogger(BankRecorder.class);

    private static final int HASH_CHARS = 12;
    private static final String SUFFIX = ".opus";
    private static final Pattern RECORDING =
            Pattern.compile(".+-[0-9a-f]{" + HASH_CHARS + "}\\.opus");

    /** Says which voice spoke the files beside it, and how they were mastered. */
    private static final String VOICE_FILE = "voice.txt";

    private final Voice voice;
    private final Path folder;
    private final AudioWriter writer;

    /**
     * @param voice stays the caller's to close
     * @param folder where the files go; made if absent
     */
    public BankRecorder(Voice voice, Path folder, AudioWriter writer) {
        this.voice = voice;
        this.folder = folder;
        this.writer = writer;
    }

    /** The file of one text: a changed text has another name, so no stale audio is ever played. */
    public static String fileName(String id, String text) {
        return AnswerAudio.shippedName(new AnswerAudio.Saying(id, text));
    }

    /**
     * Makes what is missing and deletes recordings that no line or another voice owns.
     *
     * @throws IOException the voice or the disk failed; finished files stay, so a second run goes
     *     on
     */
    public Report record(List<Line> lines, Progress progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int deleted = deleteStale(lines);
        Files.writeString(folder.resolve(VOICE_FILE), madeBy() + "\n");
        int made = 0;
        int done = 0;
        for (Line line : lines) {
            Path file = folder.resolve(line.fileName());
            if (!Files.exists(file)) {
                recordOne(line.text(), file);
                made++;
            }
            progress.on(++done, lines.size(), line.id());
        }
        return new Report(made, lines.size() - made, deleted);
    }

    private void recordOne(String text, Path file) throws IOException, InterruptedException {
        Take take = new Take();
        voice.speak(text, take);
        short[] speech = Mastering.master(take.samples, take.length);
        if (speech.length == 0) {
            throw new IOException(voice.id() + " said nothing for: " + text);
        }
        Path half = folder.resolve(file.getFileName() + ".part");
        writer.write(speech, speech.length, half);
        Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        log.debug("recorded {}: {} ms", file.getFileName(), speech.length / 16);
    }

    private int deleteStale(List<Line> lines) throws IOException {
        Path spokenBy = folder.resolve(VOICE_FILE);
        boolean otherVoice =
                Files.exists(spokenBy) && !Files.readString(spokenBy).strip().equals(madeBy());
        Set<String> wanted = lines.stream().map(Line::fileName).collect(Collectors.toSet());
        int deleted = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (RECORDING.matcher(name).matches() && (otherVoice || !wanted.contains(name))) {
                    Files.delete(file);
                    deleted++;
                }
            }
        }
        return deleted;
    }

    private String madeBy() {
        return voice.id() + " mastering/" + Mastering.VERSION;
    }

    /**
     * What is to be said.
     *
     * @param id of the answer or prompt; not unique, an answer may share its id with a prompt
     */
    public record Line(String id, String text) {
        /** See {@link BankRecorder#fileName}. */
        public String fileName() {
            return BankRecorder.fileName(id, text);
        }
    }

    /** Writes speech (PCM as in {@link org.offhook.media.Pcm}) into a file. */
    @FunctionalInterface
    public interface AudioWriter {
        void write(short[] samples, int length, Path file) throws IOException;
    }

    /** Told after each text. */
    @FunctionalInterface
    public interface Progress {
        void on(int done, int all, String id);
    }

    /** Files made now, files that were there, stale files removed. */
    public record Report(int made, int kept, int deleted) {}

    /** Collects what a voice says. */
    private static final class Take implements Voice.Sink {
        private short[] samples = new short[16_000 * 10];
        private int length;

        @Override
        public boolean accept(short[] chunk, int chunkLength) {
            if (length + chunkLength > samples.length) {
                samples = Arrays.copyOf(samples, 2 * samples.length + chunkLength);
            }
            System.arraycopy(chunk, 0, samples, length, chunkLength);
            length += chunkLength;
            return true;
        }
    }
}
