package org.offhook.agent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.offhook.agent.local.SpeechClips;
import org.offhook.agent.local.Telephone;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;

/**
 * Speaks a {@link PausedTurn} as it is heard through a telephone. The whole turn is synthesised at
 * once and opened at the pauses, so that the voice does not fall before a pause unless the sentence
 * does: flite tells where its phones end, espeak-ng is told to leave a gap after each word.
 *
 * @param samples PCM as in {@link Pcm}
 * @param pauses begin and end of each silence of 150 ms and more inside, ms: those that were drawn
 *     and the synthesiser's own, at commas
 * @param endMillis when the last sound ends
 */
record PausedSpeech(short[] samples, List<int[]> pauses, int endMillis) {
    private static final int MS = Pcm.RATE_HZ / 1000;
    private static final int LEAD_MILLIS = 500;
    private static final int TAIL_MILLIS = 2_600;

    /** espeak-ng's unit is 10 ms at its usual rate. */
    private static final String GAP = "25";

    private static final int SHORTEST_GAP = 120 * MS;
    private static final int SHORTEST_PAUSE = 150 * MS;
    private static final int QUIET = 40;
    private static final int FADE = 5 * MS;

    /** From the cache, or spoken now. */
    static PausedSpeech of(PausedTurn turn, Path cache) throws IOException, InterruptedException {
        Path file = cache.resolve("turn-%08x.said".formatted(turn.hashCode()));
        if (!Files.exists(file)) {
            Files.createDirectories(cache);
            PausedSpeech spoken = speak(turn);
            Path half = Files.createTempFile(cache, "turn", ".half");
            spoken.write(half);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return read(file);
    }

    /** A recording through a telephone, its pauses of 200 ms and more found by their loudness. */
    static PausedSpeech ofClip(short[] clip) {
        int step = 10 * MS;
        var loudness = new double[clip.length / step];
        double loudest = 0;
        for (int i = 0; i < loudness.length; i++) {
            loudness[i] = Pcm.meanSquare(clip, i * step, step);
            loudest = Math.max(loudest, loudness[i]);
        }
        var pauses = new ArrayList<int[]>();
        int last = -1;
        for (int i = 0; i < loudness.length; i++) {
            if (loudness[i] > loudest / 3_000) {
                if (last >= 0 && (i - last) * 10 > 200) {
                    pauses.add(new int[] {LEAD_MILLIS + (last + 1) * 10, LEAD_MILLIS + i * 10});
                }
                last = i;
            }
        }
        int length = LEAD_MILLIS * MS + clip.length + TAIL_MILLIS * MS;
        var line = new short[length + (length & 1)];
        int end = (last + 1) * step;
        System.arraycopy(clip, 0, line, LEAD_MILLIS * MS, Math.min(clip.length, end + 500));
        return new PausedSpeech(Telephone.carry(line), pauses, LEAD_MILLIS + (last + 1) * 10);
    }

    private static PausedSpeech speak(PausedTurn turn) throws IOException, InterruptedException {
        var pieces = new ArrayList<short[]>();
        if (turn.apart()) {
            for (String piece : turn.pieces()) {
                pieces.addAll(pieces(turn.voice(), List.of(piece)));
            }
        } else {
            pieces.addAll(pieces(turn.voice(), turn.pieces()));
        }
        var random = new Random(turn.number());
        var all = new short[60 * Pcm.RATE_HZ];
        int at = LEAD_MILLIS * MS;
        for (int i = 0; i < pieces.size(); i++) {
            short[] piece = faded(trimmed(pieces.get(i)));
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
            if (i < turn.pauseMillis().size()) {
                at += turn.pauseMillis().get(i) * MS;
            }
        }
        List<int[]> pauses = pauses(all, at);
        short[] line = Arrays.copyOf(all, (at + TAIL_MILLIS * MS) & ~1);
        disturb(line, turn, random);
        return new PausedSpeech(line, pauses, at / MS);
    }

    private static List<int[]> pauses(short[] clean, int end) {
        int quiet = quiet(clean);
        var pauses = new ArrayList<int[]>();
        int sound = LEAD_MILLIS * MS;
        for (int i = sound; i < end; i++) {
            if (Math.abs(clean[i]) >= quiet) {
                if (i - sound > SHORTEST_PAUSE) {
                    pauses.add(new int[] {sound / MS, i / MS});
                }
                sound = i;
            }
        }
        return pauses;
    }

    private static int quiet(short[] clean) {
        int loudest = 0;
        for (short sample : clean) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return Math.max(QUIET, loudest / 60);
    }

    private static void disturb(short[] line, PausedTurn turn, Random random) {
        double peak = 1;
        for (short sample : line) {
            peak = Math.max(peak, Math.abs(sample));
        }
        double gain = 12_000 / peak;
        // White noise at about -50 dBFS: a bad line, not a street.
        double noise = turn.noisy() ? 100 : 3;
        for (int i = 0; i < line.length; i++) {
            line[i] = (short) Math.round(line[i] * gain + noise * random.nextGaussian());
        }
        short[] heard = Telephone.carry(line);
        System.arraycopy(heard, 0, line, 0, line.length);
        int frame = Pcm.FRAME_SAMPLES;
        for (int at = frame; turn.lossy() && at + frame <= line.length; at += frame) {
            if (random.nextInt(100) < 2) {
                for (int i = 0; i < frame; i++) {
                    line[at + i] = (short) (line[at - frame + i] * (frame - i) / frame);
                }
            }
        }
    }

    private static List<short[]> pieces(String voice, List<String> texts)
            throws IOException, InterruptedException {
        String name = voice.substring(voice.indexOf('/') + 1);
        return voice.startsWith("flite/") ? flite(name, texts) : espeak(name, texts);
    }

    private static List<short[]> flite(String voice, List<String> texts)
            throws IOException, InterruptedException {
        Path wav = Files.createTempFile("paused", ".wav");
        try {
            String whole = String.join(" ", texts);
            String[] phones =
                    run("flite", "-voice", voice, "-psdur", "-t", whole, "-o", wav.toString());
            short[] samples = SpeechClips.samples(wav);
            var pieces = new ArrayList<short[]>();
            int from = 0;
            String prefix = "";
            for (int i = 0; i < texts.size() - 1; i++) {
                prefix = (prefix + " " + texts.get(i)).strip();
                String[] before =
                        run("flite", "-voice", voice, "-psdur", "-t", prefix, "-o", "none");
                int[] cut = cut(phones, spoken(before));
                pieces.add(Arrays.copyOfRange(samples, from, cut[0]));
                from = cut[1];
            }
            pieces.add(Arrays.copyOfRange(samples, from, samples.length));
            return pieces;
        } finally {
            Files.delete(wav);
        }
    }

    private static int spoken(String[] phones) {
        return (int) Arrays.stream(phones).filter(phone -> !phone.startsWith("pau:")).count();
    }

    /** The end of the n-th phone and the beginning of the next, a pause between them left out. */
    private static int[] cut(String[] phones, int count) {
        int seen = 0;
        for (int i = 0; i < phones.length; i++) {
            seen += phones[i].startsWith("pau:") ? 0 : 1;
            if (seen == count) {
                int end = at(phones[i]);
                boolean pause = i + 2 < phones.length && phones[i + 1].startsWith("pau:");
                return new int[] {end, pause ? at(phones[i + 1]) : end};
            }
        }
        throw new IllegalStateException("fewer than " + count + " phones");
    }

    private static int at(String phone) {
        double seconds = Double.parseDouble(phone.substring(phone.indexOf(':') + 1));
        return (int) (seconds * Pcm.RATE_HZ);
    }

    private static List<short[]> espeak(String voice, List<String> texts)
            throws IOException, InterruptedException {
        Path wav = Files.createTempFile("paused", ".wav");
        try {
            String whole = String.join(" ", texts);
            run("espeak-ng", "-v", voice, "-s", "160", "-g", GAP, "-w", wav.toString(), whole);
            short[] samples = wide(SpeechClips.samples(wav));
            List<int[]> gaps = gaps(samples);
            String[] words = whole.split(" ");
            if (gaps.size() != words.length - 1) {
                // Some pairs of words are one to espeak-ng: this turn is spoken by flite.
                return flite("slt", texts);
            }
            var pieces = new ArrayList<short[]>();
            int word = 0;
            for (String text : texts) {
                int last = word + text.split(" ").length - 1;
                pieces.add(joined(samples, gaps, words, word, last));
                word = last + 1;
            }
            return pieces;
        } finally {
            Files.delete(wav);
        }
    }

    /** Words from first to last without the gaps between them, but for a breath at punctuation. */
    private static short[] joined(
            short[] samples, List<int[]> gaps, String[] words, int first, int last) {
        var out = new short[samples.length];
        int length = 0;
        for (int word = first; word <= last; word++) {
            int from = word == 0 ? 0 : gaps.get(word - 1)[1];
            int to = word == gaps.size() ? samples.length : gaps.get(word)[0];
            System.arraycopy(samples, from, out, length, to - from);
            length += to - from;
            if (word < last) {
                length += words[word].matches(".*[,.?!]") ? 150 * MS : 10 * MS;
            }
        }
        return Arrays.copyOf(out, length);
    }

    private static List<int[]> gaps(short[] samples) {
        var gaps = new ArrayList<int[]>();
        int begin = 0;
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > QUIET) {
                if (begin > 0 && i - begin >= SHORTEST_GAP) {
                    gaps.add(new int[] {begin, i});
                }
                begin = i + 1;
            }
        }
        return gaps;
    }

    private static short[] wide(short[] samples) {
        var resampler = new Resampler(22_050, Pcm.RATE_HZ);
        var out = new short[resampler.mostOut(samples.length)];
        return Arrays.copyOf(out, resampler.resample(samples, samples.length, out));
    }

    /** Without the quiet before and after. */
    private static short[] trimmed(short[] piece) {
        int quiet = quiet(piece);
        int from = 0;
        int to = piece.length;
        while (from < to && Math.abs(piece[from]) < quiet) {
            from++;
        }
        while (to > from && Math.abs(piece[to - 1]) < quiet) {
            to--;
        }
        return Arrays.copyOfRange(piece, from, to);
    }

    private static short[] faded(short[] piece) {
        for (int i = 0; i < Math.min(FADE, piece.length / 2); i++) {
            piece[i] = (short) (piece[i] * i / FADE);
            int last = piece.length - 1 - i;
            piece[last] = (short) (piece[last] * i / FADE);
        }
        return piece;
    }

    private static String[] run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return out.strip().split("\\s+");
    }

    private void write(Path file) throws IOException {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(endMillis);
            out.writeInt(pauses.size());
            for (int[] pause : pauses) {
                out.writeInt(pause[0]);
                out.writeInt(pause[1]);
            }
            var bytes = new byte[2 * samples.length];
            java.nio.ByteBuffer.wrap(bytes).asShortBuffer().put(samples);
            out.write(bytes);
        }
    }

    private static PausedSpeech read(Path file) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            int endMillis = in.readInt();
            int count = in.readInt();
            var pauses = new ArrayList<int[]>();
            for (int i = 0; i < count; i++) {
                pauses.add(new int[] {in.readInt(), in.readInt()});
            }
            byte[] bytes = in.readAllBytes();
            var samples = new short[bytes.length / 2];
            java.nio.ByteBuffer.wrap(bytes).asShortBuffer().get(samples);
            return new PausedSpeech(samples, pauses, endMillis);
        }
    }
}
