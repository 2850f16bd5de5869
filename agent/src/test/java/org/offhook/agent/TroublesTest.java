package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.offhook.cache.Answer;

class TroublesTest {
    private static final String DESK = "sip:desk@pbx.example.org";
    private static final TurnMachine.Step APOLOGY =
            TurnMachine.say(Prompt.APOLOGY, new TurnAfter.Listen(0), true);

    @Test
    void theThirdTroubleInARowIsTheWayOutAndItIsTriedOnce() {
        var troubles = new Troubles(new Answer.Then.Transfer(DESK));
        assertSame(APOLOGY, troubles.temper(APOLOGY));
        assertSame(APOLOGY, troubles.temper(APOLOGY));
        assertEquals(
                TurnMachine.say(Prompt.ONE_MOMENT, new TurnAfter.Transfer(DESK), false),
                troubles.temper(APOLOGY));
        assertEquals(
                TurnMachine.say(Prompt.GOODBYE, new TurnAfter.HangUp("trouble"), false),
                troubles.temper(APOLOGY));
    }

    @Test
    void onlyAnAnswerThatWasHeardCountsAsOne() {
        var troubles = new Troubles(new Answer.Then.HangUp());
        troubles.temper(APOLOGY);
        troubles.answers(7);
        troubles.temper(APOLOGY);
        troubles.heard(8);
        assertEquals(
                TurnMachine.say(Prompt.GOODBYE, new TurnAfter.HangUp("trouble"), false),
                troubles.temper(APOLOGY));
        troubles.heard(7);
        assertSame(APOLOGY, troubles.temper(APOLOGY));
    }
}
