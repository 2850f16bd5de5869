package org.offhook.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.offhook.media.Resampler;

/** Callers' voices: flite and espeak-ng, run once for each saying and kept in a folder. */
final class OverlapVoices {
    static final int RATE_HZ = 8_000;
    private static final int HEADER_BYTES = 44;
    private static final int RATE_OFFSET = 24;
    private static final double FULL_SCALE = 32_768;

    /** What has no spelling a program reads: they would name the letters. */
    private static final Map<String, Hum> HUMS =
            Map.of(
                    "mm-hm", new Hum("pau m m hh m m pau", "[[m:h'm:]]"),
                    "hmm", new Hum("pau hh m m m pau", "[[hm:m]]"),
                    "mm", new Hum("pau m m m pau", "[[m:m]]"));

    private record Hum(String flite, String espeak) {}

    private final Path folder;

    OverlapVoices(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * @param voice {@code flite:NAME} or {@code espeak:NAME}
     * @return 8 kHz, silence cut off at both ends
     */
    short[] say(String voice, String text) throws IOException, InterruptedException {
        String name = Integer.toHexString((voice + "\n" + text).hashCode());
        Path file = folder.resolve(name + ".wav");
        if (!Files.exists(file)) {
            make(voice, text, file);
        }
        return trimmed(read(file));
    }

    private void make(String voice, String text, Path file)
            throws IOException, InterruptedException {
        String name = voice.substring(voice.indexOf(':') + 1);
        Path part = Files.createTempFile(folder, "making-", ".wav");
        String out = part.toString();
        boolean flite = voice.startsWith("flite:");
        Hum hum = HUMS.get(text);
        List<String> command =
                flite && hum != null
                        ? List.of("flite", "-voice", name, "-p", hum.flite(), "-o", out)
                        : flite
                                ? List.of("flite", "-voice", name, "-t", text, "-o", out)
                                : List.of(
                                        "espeak-ng",
                                        "-s",
                                        "165",
                                        "-v",
                                        name,
                                        "-w",
                                        out,
                                        hum == null ? text : hum.espeak());
        Process program =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!program.waitFor(20, TimeUnit.SECONDS) || program.exitValue() != 0) {
            program.destroyForcibly();
            throw new IOException("failed: " + command);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A WAV file, mono, 16 bits, any rate, at 8 kHz. */
    static short[] read(Path wav) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        int rate = in.getInt(RATE_OFFSET);
        var samples = new short[(in.limit() - HEADER_BYTES) / 2];
        in.position(HEADER_BYTES).asShortBuffer().get(samples);
        if (rate == RATE_HZ) {
            return samples;
        }
        var resampler = new Resampler(rate, RATE_HZ);
        var out = new short[resampler.mostOut(samples.length)];
        return Arrays.copyOf(out, resampler.resample(samples, samples.length, out));
    }

    static short[] trimmed(short[] samples) {
        int loudest = 0;
        for (short sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        int floor = loudest / 50;
        int from = 0;
        int to = samples.length;
        while (from < to && Math.abs(samples[from]) <= floor) {
            from++;
        }
        while (to > from && Math.abs(samples[to - 1]) <= floor) {
            to--;
        }
        return Arrays.copyOfRange(samples, from, to);
    }

    /** At this level, as the mean of what is louder than a tenth of the loudest. */
    static short[] levelled(short[] samples, double dbfs) {
        double peak = 1;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        double energy = 0;
        int counted = 0;
        for (int at = 0; at < samples.length; at += RATE_HZ / 50) {
            double frame = 0;
            int count = Math.min(RATE_HZ / 50, samples.length - at);
            for (int i = at; i < at + count; i++) {
                frame += (double) samples[i] * samples[i];
            }
            if (frame / count > 0.0025 * peak * peak) {
                energy += frame;
                counted += count;
            }
        }
        double rms = Math.sqrt(energy / Math.max(1, counted));
        double gain = Math.pow(10, dbfs / 20) * FULL_SCALE / Math.max(1, rms);
        var out = new short[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) Math.clamp(Math.round(samples[i] * gain), -32_768, 32_767);
        }
        return out;
    }
}
