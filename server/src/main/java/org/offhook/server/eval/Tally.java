package org.offhook.server.eval;

import java.util.List;
import java.util.Locale;
import org.offhook.cache.WrongRate;

/** Outcomes counted. */
record Tally(int asked, int answerable, int rightHits, int wrongHits, int silent) {
    static Tally of(List<Outcome> outcomes) {
        int answerable = 0;
        int right = 0;
        int wrong = 0;
        for (Outcome outcome : outcomes) {
            answerable += outcome.asked().answerable() ? 1 : 0;
            right += outcome.right() ? 1 : 0;
            wrong += outcome.wrong() ? 1 : 0;
        }
        int asked = outcomes.size();
        return new Tally(asked, answerable, right, wrong, asked - right - wrong);
    }

    String line(String name) {
        int hits = rightHits + wrongHits;
        String useful =
                answerable == 0
                        ? "      -"
                        : String.format(Locale.ROOT, "%5.1f %%", 100.0 * rightHits / answerable);
        String wrong =
                hits == 0
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.2f %%, at most %.2f %%",
                                100.0 * wrongHits / hits,
                                100 * WrongRate.upperBound(wrongHits, hits));
        return String.format(
                Locale.ROOT,
                "%-20s %6d asked, %6d answerable, %6d right (%s), %5d wrong (%s of hits), %6d silent",
                name,
                asked,
                answerable,
                rightHits,
                useful,
                wrongHits,
                wrong,
                silent);
    }

    String json() {
        return "{\"asked\":"
                + asked
                + ",\"answerable\":"
                + answerable
                + ",\"rightHits\":"
                + rightHits
                + ",\"wrongHits\":"
                + wrongHits
                + ",\"silent\":"
                + silent;
    }
}
