package org.offhook.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.SileroVad;
import org.offhook.media.Pcm;

/**
 * What is taken for music, and what voice activity alone says of it: over folders of speech and of
 * music as WAV files, and over the music that tests play. No test by its name; {@code
 * tests/bench/music} runs it.
 */
final class MusicReport {
    private final PrintStream out = System.out;

    /** Mono, 16 bits. */
    record Recording(int rateHz, short[] samples) {}

    @Test
    void report() throws Exception {
        ModelFiles files = ModelFiles.in(ModelFiles.defaultDirectory());
        try (SileroVad silero = SileroVad.load(files)) {
            for (HoldMusicBand band : HoldMusicBand.values()) {
                music(silero, band.name(), new Recording(Pcm.RATE_HZ, band.play(20)));
            }
            for (Path wav : wavs("offhook.music")) {
                music(silero, wav.getFileName().toString(), read(wav));
            }
        }
        int taken = 0;
        double seconds = 0;
        List<Path> speech = wavs("offhook.speech");
        for (Path wav : speech) {
            Recording recording = read(wav);
            MusicTrial trial = MusicTrial.of(recording.samples(), recording.rateHz());
            seconds += trial.seconds();
            if (trial.isMusic()) {
                taken++;
                out.printf("  taken for music: %s %s%n", wav.getFileName(), trial);
            }
        }
        out.printf(
                "speech: %d of %d recordings (%.0f s) taken for music%n",
                taken, speech.size(), seconds);
    }

    private void music(SileroVad silero, String name, Recording recording) {
        MusicTrial trial = MusicTrial.of(recording.samples(), recording.rateHz());
        float[] line = MusicTrial.telephone(recording.samples(), recording.rateHz());
        out.printf(
                "music: %-32s %.0f s, noticed after %.1f s, then for %.0f %%; speech to Silero"
                        + " %.0f %%%n",
                name,
                trial.seconds(),
                trial.firstSeconds(),
                100 * trial.musicSeconds() / (trial.seconds() - Math.max(0, trial.firstSeconds())),
                100 * voicedShare(silero, line));
    }

    private static double voicedShare(SileroVad silero, float[] line) {
        var window = new float[VoiceActivity.WINDOW_SAMPLES];
        int windows = line.length / window.length;
        int voiced = 0;
        try (VoiceActivity activity = silero.open()) {
            for (int i = 0; i < windows; i++) {
                System.arraycopy(line, i * window.length, window, 0, window.length);
                voiced += activity.probability(window) >= 0.5 ? 1 : 0;
            }
        }
        return (double) voiced / windows;
    }

    private static List<Path> wavs(String property) throws IOException {
        String folder = System.getProperty(property, "");
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
        }
    }

    static Recording read(Path wav) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            AudioFormat format = in.getFormat();
            if (format.getChannels() != 1 || format.getSampleSizeInBits() != 16) {
                throw new IOException(wav + " is not mono with 16 bits");
            }
            byte[] bytes = in.readAllBytes();
            short[] samples = new short[bytes.length / 2];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
            return new Recording((int) format.getSampleRate(), samples);
        } catch (UnsupportedAudioFileException none) {
            throw new IOException(wav + " is no WAV file", none);
        }
    }
}
