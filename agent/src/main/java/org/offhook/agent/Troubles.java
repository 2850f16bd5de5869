package org.offhook.agent;

import org.offhook.cache.Answer;

/**
 * Ends a conversation that only apologises: the caller is asked twice to try again, then shown the
 * way out. Pure. Used by the call's thread only.
 */
final class Troubles {
    /** Asking a third time would be a loop. */
    private static final int APOLOGIES_IN_A_ROW = 2;

    private final Answer.Then wayOut;
    private int inARow;
    private int answer = -1;

    /**
     * @param wayOut tried once; where it fails too, the call ends
     */
    Troubles(Answer.Then wayOut) {
        this.wayOut = wayOut;
    }

    /** The step itself, or the way out in place of one apology too many. */
    TurnMachine.Step temper(TurnMachine.Step step) {
        if (!step.actions().contains(new TurnAction.PlayPrompt(Prompt.APOLOGY))) {
            return step;
        }
        inARow++;
        if (inARow <= APOLOGIES_IN_A_ROW) {
            return step;
        }
        boolean first = inARow == APOLOGIES_IN_A_ROW + 1;
        return first && wayOut instanceof Answer.Then.Transfer(String uri)
                ? TurnMachine.say(Prompt.ONE_MOMENT, new TurnAfter.Transfer(uri), false)
                : TurnMachine.say(Prompt.GOODBYE, new TurnAfter.HangUp("trouble"), false);
    }

    /** This utterance is an answer. */
    void answers(int utterance) {
        answer = utterance;
    }

    /** The caller has heard this utterance, to its end or as far as wanted. */
    void heard(int utterance) {
        if (utterance == answer) {
            inARow = 0;
        }
    }
}
