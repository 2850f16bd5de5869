package org.offhook.tests.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Voices and noises of callers, at 8 kHz, trimmed and at a level. Keeps what it has spoken. */
public final class CallersVoice {
    private static final int RATE_HZ = 8_000;

    /** What has no spelling a program reads: they would name the letters. */
    private static final Map<String, List<String>> HUMS =
            Map.of("mm-hm", List.of("pau m m hh m m pau", "[[m:h'm:]]"));

    private final Path folder;

    public CallersVoice(Path folder) {
        this.folder = folder;
    }

    /**
     * @param voice {@code flite:NAME} or {@code espeak:NAME}
     * @param dbfs level of what is loud in it
     */
    public Sound say(String voice, String text, double dbfs)
            throws IOException, InterruptedException {
        Path wav = folder.resolve(Integer.toHexString((voice + text).hashCode()) + ".wav");
        if (!Files.exists(wav)) {
            speak(voice, text, wav);
        }
        return levelled(trimmed(Sound.read(wav).at(RATE_HZ).samples()), dbfs);
    }

    private void speak(String voice, String text, Path wav)
            throws IOException, InterruptedException {
        String name = voice.substring(voice.indexOf(':') + 1);
        List<String> hum = HUMS.get(text);
        List<String> command;
        if (voice.startsWith("flite:")) {
            PeerProcess.assumeInstalled("flite", "flite");
            command =
                    List.of(
                            "flite",
                            "-voice",
                            name,
                            hum == null ? "-t" : "-p",
                            hum == null ? text : hum.getFirst(),
                            "-o",
                            wav.toString());
        } else {
            PeerProcess.assumeInstalled("espeak-ng", "espeak-ng");
            String said = hum == null ? text : hum.getLast();
            command = List.of("espeak-ng", "-s", "165", "-v", name, "-w", wav.toString(), said);
        }
        try (var program = PeerProcess.start(folder, command)) {
            int exit = program.awaitExit(Duration.ofSeconds(90));
            if (exit != 0) {
                throw new IOException(command + " exited with " + exit);
            }
        }
    }

    /** Kinds of {@link #noise}. */
    public enum Noise {
        HISS,
        CLICKS,
        COUGH,
        DOOR,
        BREATH
    }

    /** Sounds that are not words. */
    public static Sound noise(Noise kind, long seed, double dbfs) {
        var random = new SplittableRandom(seed);
        double seconds =
                switch (kind) {
                    case HISS, CLICKS, BREATH -> random.nextDouble(0.5, 1.2);
                    case COUGH, DOOR -> 0.45;
                };
        var samples = new short[(int) (seconds * RATE_HZ)];
        double low = 0;
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / RATE_HZ;
            double white = random.nextGaussian();
            low += 0.15 * (white - low);
            double sample =
                    switch (kind) {
                        case HISS -> white;
                        case CLICKS -> i % 1_200 < 20 ? white * 3 : 0;
                        case COUGH -> (white + 4 * low) * Math.exp(-time % 0.22 / 0.06);
                        case DOOR -> 8 * low * Math.exp(-time / 0.08);
                        case BREATH -> (white - low) * Math.sin(Math.PI * time / seconds);
                    };
            samples[i] = (short) Math.clamp(2_000 * sample, -32_768, 32_767);
        }
        return levelled(samples, dbfs);
    }

    private static short[] trimmed(short[] samples) {
        int loudest = loudest(samples);
        int from = 0;
        int to = samples.length;
        while (from < to && Math.abs(samples[from]) <= loudest / 50) {
            from++;
        }
        while (to > from && Math.abs(samples[to - 1]) <= loudest / 50) {
            to--;
        }
        return Arrays.copyOfRange(samples, from, to);
    }

    private static int loudest(short[] samples) {
        int loudest = 1;
        for (short sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    /** By what is louder than a twentieth of the loudest. */
    private static Sound levelled(short[] samples, double dbfs) {
        int floor = loudest(samples) / 20;
        double energy = 0;
        int count = 1;
        for (short sample : samples) {
            if (Math.abs(sample) > floor) {
                energy += (double) sample * sample;
                count++;
            }
        }
        double gain = 32_768 * Math.pow(10, dbfs / 20) / Math.sqrt(energy / count + 1);
        var out = new short[samples.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) Math.clamp(Math.round(gain * samples[i]), -32_768, 32_767);
        }
        return new Sound(out, RATE_HZ);
    }
}
