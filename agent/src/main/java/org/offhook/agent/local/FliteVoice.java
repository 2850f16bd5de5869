package org.offhook.agent.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.offhook.agent.Voice;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;

/**
 * The {@code flite} program as a voice: plain, but on any machine and within a few hundred
 * milliseconds. One process per text; interrupting the speaker ends it. Thread-safe.
 */
public final class FliteVoice implements Voice {
    /** The best understood of flite's own voices on a telephone line (docs/benchmarks.md). */
    private static final String USUAL_VOICE = "rms";

    private static final long LIMIT_SECONDS = 20;
    private static final int CHUNK_SAMPLES = Pcm.RATE_HZ / 10;

    private final Path program;
    private final String voice;

    private FliteVoice(Path program, String voice) {
        this.program = program;
        this.voice = voice;
    }

    /** The usual voice; empty where flite is not installed. */
    public static Optional<FliteVoice> find() throws IOException, InterruptedException {
        return find("");
    }

    /**
     * @param name of one of flite's voices; empty for the usual one
     * @return empty where flite is not installed or has no such voice
     */
    public static Optional<FliteVoice> find(String name) throws IOException, InterruptedException {
        Optional<Path> program = Executables.find("flite");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        String wanted = name.isEmpty() ? USUAL_VOICE : name;
        return voices(program.get()).contains(wanted)
                ? Optional.of(new FliteVoice(program.get(), wanted))
                : Optional.empty();
    }

    private static List<String> voices(Path program) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(program.toString(), "-lv").redirectErrorStream(true).start();
        String listed = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return List.of(listed.replace("Voices available:", "").strip().split("\\s+"));
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        Path wav = Files.createTempFile("offhook-flite", ".wav");
        try {
            run(text, wav);
            send(wav, sink);
        } finally {
            Files.deleteIfExists(wav);
        }
    }

    private void run(String text, Path wav) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-voice",
                                voice,
                                "-t",
                                text,
                                "-o",
                                wav.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("flite took longer than " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("flite ended with " + process.exitValue());
        }
    }

    private static void send(Path wav, Sink sink) throws IOException, InterruptedException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            ShortBuffer samples =
                    ByteBuffer.wrap(in.readAllBytes())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asShortBuffer();
            var resampler = new Resampler((int) in.getFormat().getSampleRate(), Pcm.RATE_HZ);
            short[] chunk = new short[CHUNK_SAMPLES];
            short[] out = new short[3 * CHUNK_SAMPLES];
            boolean wanted = true;
            while (wanted && samples.hasRemaining()) {
                int length = Math.min(chunk.length, samples.remaining());
                samples.get(chunk, 0, length);
                wanted = sink.accept(out, resampler.resample(chunk, length, out));
            }
        } catch (UnsupportedAudioFileException unreadable) {
            throw new IOException("flite wrote no WAV file", unreadable);
        }
    }

    @Override
    public String id() {
        return "flite/" + voice;
    }

    @Override
    public void close() {
        // Nothing is kept between texts.
    }
}
