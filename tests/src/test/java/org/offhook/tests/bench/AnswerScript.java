package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.offhook.tests.peer.Sound;

/**
 * One way a call can be answered, made into sound: see {@code tests/bench/answering.txt}. Speech is
 * kept in a folder, as its voices take their time.
 *
 * @param label who or what answers
 * @param samples 16 kHz, with some seconds of line noise behind
 * @param firstEndMillis end of the first piece of speech; 0 where there is none
 * @param speechEndMillis end of the last piece of speech
 * @param beepEndMillis end of the last beep; 0 where there is none
 */
record AnswerScript(
        String label,
        String script,
        short[] samples,
        int firstEndMillis,
        int speechEndMillis,
        int beepEndMillis) {
    private static final int RATE = 16_000;
    private static final Pattern PART = Pattern.compile("\\{([^}]*)}|[^{]+");

    /** Commands of voices as they are installed on Debian; TEXT and WAV are filled in. */
    private static final List<String> VOICES =
            List.of(
                    "flite -voice slt -t TEXT -o WAV",
                    "espeak-ng -v en-us+f3 -s 150 -w WAV TEXT",
                    "flite -voice rms -t TEXT -o WAV",
                    "espeak-ng -v en-gb -s 165 -w WAV TEXT",
                    "flite -voice awb -t TEXT -o WAV",
                    "espeak-ng -v en-us+m7 -s 140 -w WAV TEXT",
                    "flite -voice kal16 -t TEXT -o WAV");

    /** Made by the voice of this number, with noise of its own. */
    static AnswerScript make(String label, String script, int number, Path folder)
            throws IOException, InterruptedException {
        var maker = new Maker(number, folder);
        var parts = PART.matcher(script);
        while (parts.find()) {
            if (parts.group(1) != null) {
                maker.sound(parts.group(1));
            } else if (!parts.group().isBlank()) {
                maker.speech(parts.group().strip());
            }
        }
        maker.silence(8_000);
        return new AnswerScript(
                label, script, maker.noisy(), maker.firstEnd, maker.speechEnd, maker.beepEnd);
    }

    /** Puts one script together. */
    private static final class Maker {
        private final int number;
        private final Path folder;
        private final List<short[]> pieces = new ArrayList<>();
        private int samples;
        private int firstEnd;
        private int speechEnd;
        private int beepEnd;

        Maker(int number, Path folder) {
            this.number = number;
            this.folder = folder;
            silence(250);
        }

        void sound(String what) {
            String[] words = what.split(" ");
            switch (words[0]) {
                case "beep" -> {
                    tone(Integer.parseInt(words[2]), Integer.parseInt(words[1]));
                    beepEnd = millis();
                }
                case "sit" -> {
                    tone(330, 950);
                    tone(330, 1_400);
                    tone(330, 1_800);
                    silence(300);
                }
                case "ringback" -> repeat(Integer.parseInt(words[1]), 1_000, 2_000, 440, 480);
                case "busy" -> repeat(Integer.parseInt(words[1]), 500, 500, 480, 620);
                case "ced" -> tone(3_300, 2_100);
                case "cng" -> repeat(3, 500, 3_000, 1_100);
                case "dtmf" -> repeat(2, 100, 100, 770, 1_336);
                default -> silence(Integer.parseInt(what));
            }
        }

        private void repeat(int times, int onMillis, int offMillis, int... hz) {
            for (int i = 0; i < times; i++) {
                tone(onMillis, hz);
                silence(offMillis);
            }
        }

        private void tone(int millis, int... hz) {
            short[] tone = new short[RATE / 1_000 * millis];
            for (int i = 0; i < tone.length; i++) {
                double sum = 0;
                for (int pitch : hz) {
                    sum += Math.sin(2 * Math.PI * pitch * i / RATE);
                }
                tone[i] = (short) (3_500 * sum);
            }
            add(tone);
        }

        void silence(int millis) {
            add(new short[RATE / 1_000 * millis]);
        }

        void speech(String text) throws IOException, InterruptedException {
            String command = VOICES.get(number % VOICES.size());
            String name = Integer.toHexString((command + text).hashCode());
            Path wav = folder.resolve(name + ".wav");
            if (!Files.exists(wav)) {
                Path raw = folder.resolve(name + ".raw.wav");
                run(command, text, raw);
                run("sox RAW -r 16000 -c 1 -b 16 WAV norm -6".replace("RAW", raw + ""), "", wav);
                Files.delete(raw);
            }
            add(trimmed(Sound.read(wav).samples()));
            speechEnd = millis();
            firstEnd = firstEnd == 0 ? speechEnd : firstEnd;
        }

        private static void run(String command, String text, Path wav)
                throws IOException, InterruptedException {
            var words = new ArrayList<String>();
            for (String word : command.split(" ")) {
                words.add(word.equals("TEXT") ? text : word.equals("WAV") ? wav + "" : word);
            }
            int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IOException(words + " exited with " + exit);
            }
        }

        /** Without the silence that voices put around. */
        private static short[] trimmed(short[] all) {
            int from = 0;
            int to = all.length;
            while (from < to && Math.abs(all[from]) < 300) {
                from++;
            }
            while (to > from && Math.abs(all[to - 1]) < 300) {
                to--;
            }
            return java.util.Arrays.copyOfRange(all, from, to);
        }

        private void add(short[] piece) {
            pieces.add(piece);
            samples += piece.length;
        }

        private int millis() {
            return samples / (RATE / 1_000);
        }

        /** All of it with comfort noise, at -62, -52 or -42 dBFS, and a level of its own. */
        short[] noisy() {
            var random = new Random(number);
            double noise = new double[] {26, 82, 260}[number % 3];
            double gain = new double[] {1, 0.5, 0.25}[number / 3 % 3];
            short[] all = new short[samples];
            int at = 0;
            for (short[] piece : pieces) {
                for (short sample : piece) {
                    all[at++] = (short) (sample * gain + random.nextGaussian() * noise);
                }
            }
            return all;
        }
    }

    /** Tells this sound from others. */
    static String fingerprint(short[] samples, int length) {
        long hash = 1_125_899_906_842_597L;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + samples[i];
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
