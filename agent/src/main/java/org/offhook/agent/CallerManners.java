package org.offhook.agent;

import java.time.Duration;
import java.util.Locale;

/** The manners of a call, from words and silence. Used by the call's thread only. */
final class CallerManners implements Manners {
    private final InterjectionJudge judge;
    private final EndOfTurn endOfTurn;

    CallerManners(Locale language, Limits limits) {
        this.judge = new InterjectionJudge(language);
        this.endOfTurn = new EndOfTurn(language, limits.endOfTurn(), limits.longestPause());
    }

    @Override
    public Duration patience(String words, Speech speech, String asked) {
        return endOfTurn.silence(words, asked);
    }

    @Override
    public void wentOnAfter(Duration silence) {
        endOfTurn.wentOnAfter(silence);
    }

    @Override
    public void turnWasOver() {
        endOfTurn.wasOver();
    }

    @Override
    public Interjection judge(String words, Speech speech, String saying) {
        return judge.judge(words, speech, saying);
    }
}
