package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.offhook.server.dial.DialScript.Action;
import org.offhook.server.dial.DialScript.Event;

/** The test caller against an other side that is loud or quiet, in virtual time. */
class DialScriptTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double LOUD = -20;
    private static final double COMFORT_NOISE = -55;

    /** A clock's zero means nothing: it may be anywhere, also below zero. */
    private static final long ANSWERED = -7_000 * MILLI;

    /** A frame is read this long after its packet came: the jitter buffer. */
    private static final long BUFFERED = 40 * MILLI;

    private long now = ANSWERED;

    /** Twenty milliseconds at a time; returns what the script wanted first, and stops there. */
    private Action hears(DialScript script, double level, long millis) {
        for (long end = now + millis * MILLI; now < end; ) {
            now += 20 * MILLI;
            Action action = script.on(new Event.Frame(level, now - BUFFERED), now);
            if (!(action instanceof Action.Listen)) {
                return action;
            }
        }
        return new Action.Listen();
    }

    private Action hearsNothing(DialScript script, long millis) {
        for (long end = now + millis * MILLI; now < end; ) {
            now += 20 * MILLI;
            Action action = script.on(new Event.Waited(), now);
            if (!(action instanceof Action.Listen)) {
                return action;
            }
        }
        return new Action.Listen();
    }

    private void speaks(DialScript script, long millis) {
        assertInstanceOf(Action.Listen.class, hears(script, COMFORT_NOISE, millis));
        script.on(new Event.Spoken(now), now);
    }

    private static long millis(OptionalLong nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos.orElseThrow());
    }

    @Test
    void theGreetingIsHeardOutBeforeTheCallerSpeaks() {
        var script = new DialScript(1, ANSWERED);
        assertInstanceOf(Action.Listen.class, hears(script, COMFORT_NOISE, 300));
        assertInstanceOf(Action.Listen.class, hears(script, LOUD, 2_000));
        assertInstanceOf(Action.Listen.class, hears(script, COMFORT_NOISE, 680));
        assertInstanceOf(Action.Listen.class, hears(script, LOUD, 500), "a pause is no end");
        long quietSince = now;
        assertEquals(new Action.Speak(0), hears(script, COMFORT_NOISE, 5_000));
        assertEquals(700, (now - quietSince) / MILLI);
        assertEquals(280, millis(script.greetingNanos()));
    }

    @Test
    void responsesAreMeasuredFromPacketToPacketWhateverTheJitterBuffer() {
        var script = new DialScript(1, ANSWERED);
        hears(script, LOUD, 100);
        hears(script, COMFORT_NOISE, 700);
        speaks(script, 1_500);
        long spoken = now;
        hears(script, COMFORT_NOISE, 400);
        long first = now + 20 * MILLI - BUFFERED;
        hears(script, LOUD, 3_000);
        assertEquals(new Action.HangUp(), hears(script, COMFORT_NOISE, 5_000));
        var answer = script.answers().getFirst();
        assertEquals((first - spoken) / MILLI, millis(answer.responseNanos()));
        assertEquals(2_980, answer.answerNanos() / MILLI);
    }

    @Test
    void turnsFollowEachOtherThenTheCallerHangsUp() {
        var script = new DialScript(2, ANSWERED);
        hears(script, LOUD, 100);
        assertEquals(new Action.Speak(0), hears(script, COMFORT_NOISE, 5_000));
        speaks(script, 1_000);
        hears(script, LOUD, 1_000);
        assertEquals(new Action.Speak(1), hears(script, COMFORT_NOISE, 5_000));
        speaks(script, 1_000);
        hears(script, LOUD, 1_000);
        assertEquals(new Action.HangUp(), hears(script, COMFORT_NOISE, 5_000));
        assertEquals(2, script.answers().size());
        assertInstanceOf(Action.Listen.class, hears(script, LOUD, 5_000), "done is done");
    }

    @Test
    void withoutUtterancesTheGreetingIsHeardAndThatIsAll() {
        var script = new DialScript(0, ANSWERED);
        hears(script, LOUD, 500);
        assertEquals(new Action.HangUp(), hears(script, COMFORT_NOISE, 5_000));
    }

    @Test
    void whoNeverGreetsIsSpokenToAndWhoNeverAnswersIsLeft() {
        var script = new DialScript(1, ANSWERED);
        assertEquals(new Action.Speak(0), hearsNothing(script, 60_000), "even without one packet");
        assertEquals(20_000, (now - ANSWERED) / MILLI);
        assertTrue(script.greetingNanos().isEmpty());
        speaks(script, 1_000);
        long spoken = now;
        assertEquals(new Action.HangUp(), hears(script, COMFORT_NOISE, 60_000));
        assertEquals(20_000, (now - spoken) / MILLI);
        assertTrue(script.answers().getFirst().responseNanos().isEmpty());
        assertEquals(0, script.answers().getFirst().answerNanos());
    }

    @Test
    void whoNeverStopsIsInterrupted() {
        var script = new DialScript(1, ANSWERED);
        assertEquals(new Action.Speak(0), hears(script, LOUD, 60_000));
        assertEquals(20_000 - 20, (now - BUFFERED - ANSWERED) / MILLI, 40);
    }

    @Test
    void theTailOfAGreetingIsNoAnswer() {
        var script = new DialScript(1, ANSWERED);
        hears(script, LOUD, 100);
        hears(script, COMFORT_NOISE, 700);
        speaks(script, 1_000);
        long spoken = now;
        // Packets that came before our last one left, read after it.
        script.on(new Event.Frame(LOUD, spoken - 20 * MILLI), spoken + 5 * MILLI);
        script.on(new Event.Frame(LOUD, spoken), spoken + 10 * MILLI);
        hears(script, COMFORT_NOISE, 300);
        hears(script, LOUD, 200);
        hears(script, COMFORT_NOISE, 5_000);
        assertEquals(280, millis(script.answers().getFirst().responseNanos()));
    }

    @Test
    void whoAnswersBeforeWeEndHasANegativeResponse() {
        var script = new DialScript(1, ANSWERED);
        hears(script, LOUD, 100);
        hears(script, COMFORT_NOISE, 700);
        hears(script, LOUD, 200);
        hears(script, COMFORT_NOISE, 500);
        hears(script, LOUD, 400);
        script.on(new Event.Spoken(now), now);
        hears(script, LOUD, 200);
        hears(script, COMFORT_NOISE, 5_000);
        assertEquals(-420, millis(script.answers().getFirst().responseNanos()));
    }

    @Test
    void concealedFramesAreNotSpeech() {
        var script = new DialScript(1, ANSWERED);
        for (int at = 0; at < 100; at++) {
            now += 20 * MILLI;
            script.on(new Event.Frame(LOUD, 0), now);
        }
        assertTrue(script.greetingNanos().isEmpty());
    }

    @Test
    void anAnswerCutOffByHangingUpCounts() {
        var script = new DialScript(2, ANSWERED);
        hears(script, LOUD, 100);
        hears(script, COMFORT_NOISE, 700);
        speaks(script, 1_000);
        hears(script, COMFORT_NOISE, 100);
        hears(script, LOUD, 500);
        script.ended();
        assertEquals(80, millis(script.answers().getFirst().responseNanos()));
        assertEquals(1, script.answers().size());
    }
}
