package org.offhook.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cross-validation of {@link Completeness}: weights for each turn that were fitted without all
 * turns that begin like it, so that none is judged by its own template. The written turns are in
 * all of them.
 */
final class PauseFolds {
    private static final int FOLDS = 10;

    private PauseFolds() {}

    /**
     * @param looks at each turn of the tuning half
     */
    static Map<PausedTurn, Completeness> fit(
            Path texts, Map<PausedTurn, List<CompletenessFit.Look>> looks) throws IOException {
        Map<String, Double> endings = CompletenessFit.endings(texts);
        var fitted = new HashMap<PausedTurn, Completeness>();
        for (int fold = 0; fold < FOLDS; fold++) {
            var others = new ArrayList<CompletenessFit.Look>();
            var own = new ArrayList<PausedTurn>();
            for (Map.Entry<PausedTurn, List<CompletenessFit.Look>> entry : looks.entrySet()) {
                if (fold(entry.getKey()) == fold) {
                    own.add(entry.getKey());
                } else {
                    others.addAll(entry.getValue());
                }
            }
            var without = new Completeness(CompletenessFit.withTerms(endings, others));
            own.forEach(turn -> fitted.put(turn, without));
        }
        return fitted;
    }

    /** By the first words of the question, or of the turn where nothing was asked. */
    private static int fold(PausedTurn turn) {
        String text = turn.asked().isEmpty() ? turn.text() : turn.asked();
        String[] words = text.split(" ");
        String first = String.join(" ", Arrays.copyOf(words, Math.min(3, words.length)));
        return Math.floorMod(first.hashCode(), FOLDS);
    }
}
