package org.offhook.agent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;

/**
 * Prints how far the transcript's cut is from what was heard: the demo's recordings, cut each 700
 * ms, the recogniser's words for what was played against those of the transcript. Its name keeps it
 * out of the build; {@code tests/bench/transcript-cut} runs it.
 */
final class TranscriptCutReport {
    private static final int EVERY_FRAMES = 35;
    private static final String[] DIGITS = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"
    };

    @Test
    void report() throws Exception {
        var byTime = new ArrayList<Integer>();
        var bySpeech = new ArrayList<Integer>();
        try (var models = OverlapModels.load()) {
            for (AgentRecordings.Recording recording : AgentRecordings.longerThan(3_000)) {
                int frames = recording.audio().frames();
                short[] pcm = recording.audio().pcm();
                List<String> text = words(recording.text());
                var timed = new UtteranceText();
                timed.add(recording.text(), (long) frames * Pcm.FRAME_SAMPLES);
                var spoken = new UtteranceText();
                spoken.add(recording.text(), recording.audio());
                for (int cut = EVERY_FRAMES; cut < frames - 20; cut += EVERY_FRAMES) {
                    short[] played =
                            Arrays.copyOf(pcm, Math.min(pcm.length, cut * Pcm.FRAME_SAMPLES));
                    int heard = wordsHeard(text, words(models.words(played)));
                    byTime.add(words(timed.heard(cut)).size() - heard);
                    bySpeech.add(words(spoken.heard(cut)).size() - heard);
                }
            }
        }
        print("cut in proportion to time", byTime);
        print("cut in proportion to speech", bySpeech);
    }

    private static void print(String title, List<Integer> errors) {
        double absolute = errors.stream().mapToInt(Math::abs).average().orElse(0);
        double mean = errors.stream().mapToInt(error -> error).average().orElse(0);
        long within = errors.stream().filter(error -> Math.abs(error) <= 1).count();
        System.out.printf(
                "%s: %d cuts, mean absolute error %.2f words, mean %.2f, within one word %.0f %%%n",
                title, errors.size(), absolute, mean, 100.0 * within / errors.size());
    }

    /** How many words of the text give the fewest errors against these. */
    private static int wordsHeard(List<String> text, List<String> heard) {
        int[] row = new int[heard.size() + 1];
        Arrays.setAll(row, i -> i);
        int best = 0;
        int fewest = row[heard.size()];
        for (int i = 1; i <= text.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= heard.size(); j++) {
                int replaced = diagonal + (text.get(i - 1).equals(heard.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
            if (row[heard.size()] < fewest) {
                fewest = row[heard.size()];
                best = i;
            }
        }
        return best;
    }

    /** Lower case, digits one by one as words. */
    private static List<String> words(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace("'", "");
        for (int digit = 0; digit < DIGITS.length; digit++) {
            plain = plain.replace(Integer.toString(digit), " " + DIGITS[digit] + " ");
        }
        return Arrays.stream(plain.replaceAll("[^a-z]+", " ").strip().split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
