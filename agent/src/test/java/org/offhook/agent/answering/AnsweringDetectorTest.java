package org.offhook.agent.answering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Answered calls in virtual time, millisecond by millisecond. */
class AnsweringDetectorTest {
    private static final long MS = 1_000_000;

    private final AnsweringDetector detector = new AnsweringDetector(MS);
    private long nowMillis;
    private int voicedMillis;

    /** Somebody speaks for so long; the words are there 250 ms after the pause was found. */
    private AnsweringDetectorTest speaks(int millis, String words) {
        detector.onSpeech();
        long startMillis = nowMillis;
        for (int spoken = 0; spoken < millis; spoken += 20) {
            passes(20);
            detector.onVoiced(voicedMillis + spoken);
        }
        voicedMillis += (int) (nowMillis - startMillis);
        long lastVoiced = nowMillis;
        passes(100);
        detector.onPause(voicedMillis, lastVoiced * MS);
        passes(250);
        detector.onWords(words, true);
        return this;
    }

    private AnsweringDetectorTest beeps(int hz, int millis) {
        for (int sounded = 100; sounded < millis; sounded += 20) {
            passes(20);
            detector.onSounding(new Tone(hz, sounded), nowMillis * MS);
        }
        passes(20);
        detector.onTone(new Tone(hz, millis), nowMillis * MS);
        detector.onNoTone();
        return this;
    }

    private AnsweringDetectorTest passes(int millis) {
        for (int i = 0; i < millis; i++) {
            nowMillis++;
            detector.decide(nowMillis * MS);
        }
        return this;
    }

    private AnsweredBy decided() {
        return detector.decide(nowMillis * MS);
    }

    private boolean mayLeaveMessage() {
        return detector.mayLeaveMessage(nowMillis * MS);
    }

    @Test
    void whoSaysHelloWaitsNoLongerThanATurn() {
        passes(600).speaks(500, "Hello?").passes(100);
        assertEquals(AnsweredBy.PENDING, decided());
        passes(40);
        assertEquals(AnsweredBy.HUMAN, decided());
    }

    @Test
    void aHouseThatOffersHelpIsAPersonHoweverLongItsName() {
        passes(400).speaks(4_800, "Miller and Sons, Anna speaking, how can I help you?");
        passes(200);
        assertEquals(AnsweredBy.HUMAN, decided());
    }

    @Test
    void whoSpeaksOnIsAMachine() {
        passes(300).speaks(7_100, "");
        assertEquals(AnsweredBy.MACHINE, decided());
    }

    @Test
    void aMachineIsSpokenToAfterItsBeep() {
        passes(300).speaks(3_000, "I'm not here. Leave a message after the tone.");
        assertEquals(AnsweredBy.MACHINE, decided());
        passes(900);
        assertFalse(mayLeaveMessage());
        beeps(1_000, 400);
        assertFalse(mayLeaveMessage(), "the beep may not be over");
        passes(200);
        assertTrue(mayLeaveMessage());
    }

    @Test
    void aMachineThatDoesNotBeepIsSpokenToAfterASilence() {
        passes(300).speaks(3_000, "Leave your name.");
        passes(1_500);
        assertFalse(mayLeaveMessage());
        passes(600);
        assertTrue(mayLeaveMessage());
    }

    @Test
    void aGreetingThatGoesOnIsNotSpokenInto() {
        passes(300).speaks(3_000, "You have reached the mailbox of");
        passes(400);
        detector.onSpeech();
        passes(2_500);
        assertFalse(mayLeaveMessage());
    }

    @Test
    void aBeepAfterWordsThatTellNothingIsAMachines() {
        passes(300).speaks(900, "Hi, it's Jack.").beeps(950, 300);
        assertEquals(AnsweredBy.MACHINE, decided());
    }

    @Test
    void menusAndAnnouncementsAreTold() {
        passes(300).speaks(2_000, "For sales, press one.");
        assertEquals(AnsweredBy.IVR, decided());
        var network = new AnsweringDetectorTest();
        network.passes(300).speaks(2_500, "The number you have dialed is not in service.");
        assertEquals(AnsweredBy.ANNOUNCEMENT, network.decided());
    }

    @Test
    void threeRisingTonesAreTheNetworks() {
        passes(200).beeps(950, 330).beeps(1_400, 330).beeps(1_800, 330);
        assertEquals(AnsweredBy.ANNOUNCEMENT, decided());
    }

    @Test
    void aFaxIsKnownByItsTone() {
        passes(500).beeps(2_100, 1_400);
        assertEquals(AnsweredBy.FAX, decided());
    }

    @Test
    void aCoughIsNobody() {
        passes(500).speaks(300, "").passes(1_000);
        assertEquals(AnsweredBy.PENDING, decided());
        speaks(500, "Hello?").passes(200);
        assertEquals(AnsweredBy.HUMAN, decided());
    }

    @Test
    void nothingForFiveSecondsIsUnknown() {
        passes(4_990);
        assertEquals(AnsweredBy.PENDING, decided());
        passes(20);
        assertEquals(AnsweredBy.UNKNOWN, decided());
    }

    @Test
    void wordsThatNeverComeDoNotHoldTheLine() {
        passes(300);
        detector.onSpeech();
        passes(600);
        detector.onPause(600, nowMillis * MS);
        passes(890);
        assertEquals(AnsweredBy.PENDING, decided());
        passes(20);
        assertEquals(AnsweredBy.HUMAN, decided());
    }
}
