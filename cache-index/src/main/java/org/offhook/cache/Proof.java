package org.offhook.cache;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What is proven of the answers that would be played.
 *
 * @param wrongRate the share of wrong ones that is allowed, as an upper bound with {@link
 *     WrongRate#CONFIDENCE}
 * @param sure score from which on an answer is played; empty while it is still learning: no score
 *     is proven good enough, and nothing but the very words of a phrasing is played
 * @param moreNeeded right answers in a row that would prove it, 0 where it is proven
 * @param judged answers judged here that callers heard, besides those the program comes with
 * @param unsaid answers judged here that nobody heard, as their score was not sure
 */
public record Proof(
        double wrongRate, OptionalDouble sure, long moreNeeded, long judged, long unsaid) {
    @Override
    public String toString() {
        String allowed = String.format(Locale.ROOT, "at most %s %% wrong", percent(wrongRate));
        return sure.isPresent()
                ? String.format(
                        Locale.ROOT, "%s: sure from score %.2f", allowed, sure.getAsDouble())
                : allowed + ": learning, " + moreNeeded + " more judged answers needed";
    }

    private static String percent(double share) {
        double percent = Math.round(share * 1e6) / 1e4;
        return percent == Math.rint(percent) ? "" + (long) percent : "" + percent;
    }
}
