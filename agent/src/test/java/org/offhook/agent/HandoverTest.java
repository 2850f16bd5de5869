package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.TransferTargets.Manner;

/** A person is asked to take a caller over, in virtual time. */
class HandoverTest {
    private final List<String> done = new ArrayList<>();
    private long nowMillis = 1_000;
    private long wakeAtMillis;
    private Handover handover;

    private final class World implements Handover.World {
        @Override
        public void tell() {
            done.add("tell");
        }

        @Override
        public void pass() {
            done.add("pass");
        }

        @Override
        public void fail(int status) {
            done.add("fail " + status);
        }

        @Override
        public void wakeAt(long nanos) {
            wakeAtMillis = nanos / 1_000_000;
        }
    }

    private void rings(boolean confirm) {
        var manner = new Manner.Attended(Duration.ofSeconds(20), "for you", confirm);
        handover = new Handover(manner, new World(), nowMillis * 1_000_000);
    }

    private HandoverTest on(Handover.Event event) {
        handover.on(event, nowMillis * 1_000_000);
        return this;
    }

    /** Time passes until it wanted to be woken. */
    private HandoverTest wakes() {
        nowMillis = wakeAtMillis;
        return on(new Handover.Event.Woke());
    }

    private void assertDone(String... what) {
        assertEquals(List.of(what), done);
    }

    private HandoverTest answers() {
        return on(new Handover.Event.Answered());
    }

    private HandoverTest told() {
        return on(new Handover.Event.Told());
    }

    private HandoverTest presses(char key) {
        return on(new Handover.Event.Key(key));
    }

    private HandoverTest ends(int status) {
        return on(new Handover.Event.Ended(status));
    }

    @Test
    void whoAnswersIsToldFirstAndThenGetsTheCaller() {
        rings(false);
        answers();
        assertDone("tell");
        presses('5').told();
        assertDone("tell", "pass");
        // The person's old call ends when the caller has taken our place in it.
        ends(0).wakes();
        assertDone("tell", "pass");
        assertEquals(new Handover.State.Passing(), handover.state());
    }

    @Test
    void nobodyAnswersInTime() {
        rings(false);
        assertEquals(21_000, wakeAtMillis);
        wakes();
        assertDone("fail 408");
        answers().ends(487);
        assertDone("fail 408");
    }

    @Test
    void whoIsBusyOrRefusesSaysSoItself() {
        for (int status : List.of(486, 603, 480)) {
            done.clear();
            rings(false);
            ends(status);
            assertDone("fail " + status);
            assertEquals(new Handover.State.Over(), handover.state());
        }
    }

    @Test
    void whoCannotBeReachedIsUnavailable() {
        rings(false);
        ends(0);
        assertDone("fail 480");
    }

    @Test
    void whoHangsUpWhileBeingToldDeclines() {
        rings(false);
        answers().ends(0);
        assertDone("tell", "fail 603");
    }

    @Test
    void aVoiceThatHangsDoesNotHoldUpTheCaller() {
        rings(false);
        answers().wakes();
        assertDone("tell", "pass");
        assertEquals(31_000, nowMillis);
    }

    @Test
    void whoMustConfirmTakesTheCallWithOne() {
        rings(true);
        answers().told();
        assertDone("tell");
        presses('1');
        assertDone("tell", "pass");
    }

    @Test
    void whoKnowsAlreadyNeedNotHearItOut() {
        rings(true);
        answers().presses('1').told();
        assertDone("tell", "pass");
    }

    @Test
    void whoPressesAnotherKeyDeclines() {
        rings(true);
        answers().told().presses('2');
        assertDone("tell", "fail 603");
    }

    /** A voicemail presses nothing. */
    @Test
    void whoPressesNothingHasNotAnswered() {
        rings(true);
        answers().told().wakes();
        assertDone("tell", "fail 408");
    }
}
