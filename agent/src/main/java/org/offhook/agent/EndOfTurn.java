package org.offhook.agent;

import java.time.Duration;
import java.util.Locale;
import org.offhook.cache.English;

/**
 * How much silence ends a turn, from the words before it, from what was asked and from how this
 * caller has paused so far. Used by the call's thread only; no clock of its own.
 *
 * <p>The longer a silence has lasted, the less likely it is a pause: of the pauses inside turns,
 * {@code 1 / (1 + (t / middle)^steepness)} are taken to be longer than t. The turn is over once it
 * is likelier than {@link Sureness#odds} that the caller has finished, given the words and the
 * silence. Callers of other languages than English are given the usual time.
 */
final class EndOfTurn {
    /**
     * Set on the tuning half of the pauses bench, by cross-validation. The middle is above that of
     * the pauses, which is 0.8: to wait costs only those callers whose words leave a doubt.
     */
    static final Sureness SURENESS = new Sureness(3, 2);

    private static final double STEEPNESS = 5;

    private static final double MOST_PATIENCE = 1.6;

    /** All there is to say is "sorry?": let the caller go on first. */
    private static final double NOT_UNDERSTOOD = 2;

    /** Digits and letters are read out evenly: a longer pause is hardly one between groups. */
    private static final double BETWEEN_GROUPS = 2;

    private static final Completeness COMPLETENESS = Completeness.shipped();

    /**
     * @param odds that the caller has finished, which the agent wants before it answers
     * @param middle half of the pauses are taken to be longer, as a share of the usual time
     */
    record Sureness(double odds, double middle) {
        /**
         * @param finished probability, before the silence is looked at
         * @return silence, as a share of the usual time
         */
        double silence(double finished) {
            double longer = odds * (1 - finished) / finished;
            return longer <= 1 ? 0 : middle * Math.pow(longer - 1, 1 / STEEPNESS);
        }
    }

    private final Completeness completeness;
    private final Sureness sureness;
    private final boolean english;
    private final Duration usual;
    private final Duration longest;
    private double patience = 1;

    /**
     * @param usual after words that tell nothing
     * @param longest no turn has a longer pause
     */
    EndOfTurn(Locale language, Duration usual, Duration longest) {
        this(COMPLETENESS, SURENESS, language, usual, longest);
    }

    EndOfTurn(
            Completeness completeness,
            Sureness sureness,
            Locale language,
            Duration usual,
            Duration longest) {
        this.completeness = completeness;
        this.sureness = sureness;
        this.english = English.is(language);
        this.usual = usual;
        this.longest = longest;
    }

    /**
     * @param words of the turn so far, as the recogniser spells them
     * @param asked what the agent said last; empty where nothing
     */
    Duration silence(String words, String asked) {
        long millis = Math.round(usual.toMillis() * factor(words, asked) * patience);
        return Duration.ofMillis(Math.min(millis, longest.toMillis()));
    }

    private double factor(String words, String asked) {
        if (words.isBlank()) {
            return NOT_UNDERSTOOD;
        }
        if (!english) {
            return 1;
        }
        double factor = sureness.silence(completeness.probability(words, asked));
        return completeness.readsOut(words) ? Math.min(factor, BETWEEN_GROUPS) : factor;
    }

    /** The caller went on after so much silence: somebody who thinks while speaking. */
    void wentOnAfter(Duration silence) {
        if (silence.compareTo(usual.dividedBy(2)) >= 0) {
            patience = Math.min(MOST_PATIENCE, patience + 0.15);
        }
    }

    /** A turn was over when it was taken to be: a little less patience is enough. */
    void wasOver() {
        patience = Math.max(1, patience - 0.05);
    }
}
