package org.offhook.agent;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.codec.CodecType;

/** Calls as callers know them, in virtual time over a bad network. */
class SimulatedCallTest {
    private static SimulatedCall call(CodecType codec, long seed, double loss, double reordered) {
        return SimulatedCall.over(codec, seed, loss, reordered)
                .knows("when are you open", "hours", 2_000)
                .knows("where are you", "address", 1_500)
                .answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200));
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void aQuestionIsAnsweredInEveryCodec(CodecType codec) {
        try (var call = call(codec, 7, 0, 0)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aBadNetworkDoesNotLoseTheCall(long seed) {
        try (var call = call(CodecType.PCMU, seed, 3, 5)) {
            call.says("when are you open", 900).hears("hours", ofMillis(600));
            call.hearsSilenceWithin(ofSeconds(3));
            call.says("where are you", 700).hears("address", ofMillis(600));
            call.hearsSilenceWithin(ofSeconds(3));
            assertEquals(2, call.records().size());
            assertTrue(call.agentStats().lost() > 0, "the network did lose something");
        }
    }

    @Test
    void theModelBeginsWhileTheCallerSpeaksAndIsHeardOnlyAfterwards() {
        try (var call = thinkingCall()) {
            call.says("how old is the house", 700).partly("how old is the house").passes(20);
            call.partly("how old is the house");
            call.goesOn("how old is the house", 300);
            assertEquals(List.of("how old is the house"), call.drafts());
            call.hears(SimulatedCall.MODEL, ofMillis(1_000));
            assertEquals(List.of("how old is the house"), call.drafts());
            assertTrue(call.hearsSilenceWithin(ofSeconds(3)).records().getFirst().early());
        }
    }

    @Test
    void whatWasDraftedIsDroppedWhenTheWordsGoOn() {
        try (var call = thinkingCall()) {
            call.says("how old is", 500).partly("how old").partly("how old");
            call.goesOn("how old is the house", 250);
            assertEquals(List.of("how old"), call.drafts());
            call.partly("how old is the");
            assertEquals(List.of("how old", "-"), call.drafts());
            call.goesOn("how old is the house", 300).hears(SimulatedCall.MODEL, ofSeconds(3));
            assertEquals(List.of("how old", "-", "how old is the house"), call.drafts());
        }
    }

    @Test
    void wordsThatDoNotStayAreNotDrafted() {
        try (var call = thinkingCall()) {
            call.says("how old is the house", 300);
            for (String words : List.of("how", "how old", "how old is", "how old is the")) {
                call.partly(words).partly(words);
                call.goesOn("how old is the house", 120);
            }
            assertEquals(List.of(), call.drafts());
        }
    }

    @Test
    void aSureAnswerIsNotHeardWhileTheCallerStillSpeaks() {
        try (var call = thinkingCall()) {
            call.says("when are you open", 500);
            call.partly("when are you open").partly("when are you open");
            call.goesOn("when are you open on the moon", 900);
            call.partly("when are you open on the moon");
            assertEquals(List.of(), call.drafts());
            call.hears(SimulatedCall.MODEL, ofSeconds(3));
        }
    }

    private static SimulatedCall thinkingCall() {
        return SimulatedCall.over(CodecType.PCMU, 7, 0, 0)
                .knows("when are you open", "hours", 2_000)
                .thinks()
                .answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200));
    }

    @Test
    void theCallerMayInterrupt() {
        try (var call = call(CodecType.PCMU, 7, 1, 1)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500)).passes(400);
            call.says("where are you", 160).hearsSilenceWithin(ofMillis(200));
            call.goesOn("where are you", 500).hears("address", ofMillis(600));
            TurnRecord interrupted = call.records().getFirst();
            assertTrue(interrupted.bargeInMs() > 0, interrupted::toString);
            assertTrue(interrupted.playedMs() < 1_500, interrupted::toString);
        }
    }

    @Test
    void afterANodTheAgentGoesOnWhereItStopped() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500)).passes(400);
            call.says("mm-hm", 300).hearsSilenceWithin(ofMillis(300));
            call.hears("hours", ofMillis(800)).hearsSilenceWithin(ofSeconds(3));
            TurnRecord whole = call.records().getFirst();
            assertEquals(1, whole.resumed(), whole::toString);
            assertTrue(whole.playedMs() >= 2_000, whole::toString);
            assertEquals(1, call.records().size());
        }
    }

    @Test
    void aNodIsHeardAloneAndNotWithTheQuestionBeforeIt() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500)).passes(700);
            call.says("mm-hm", 300).passes(400);
            int voiced = call.lastSpeech().voicedMillis();
            assertTrue(voiced < 500, "the question is in it: " + voiced + " ms");
        }
    }

    @Test
    void aBreathDoesNotCutTheQuestionInTwo() {
        try (var call = call(CodecType.PCMA, 7, 1, 1)) {
            call.says("where", 400).passes(200);
            call.goesOn("where are you", 500).hears("address", ofMillis(600));
            assertEquals(0, call.records().size(), "one turn, still being answered");
        }
    }

    @Test
    void anUnknownQuestionGetsThePoliteWayOutAfterTheEndOfTheTurn() {
        try (var call = call(CodecType.OPUS, 7, 1, 1)) {
            call.says("how tall is the moon", 900);
            call.hears("no-answer", ofMillis(1_000)).hearsSilenceWithin(ofSeconds(2));
            assertEquals("no-answer", call.records().getFirst().source());
        }
    }

    @Test
    void aSilentCallerIsAskedTwiceThenSaidGoodbye() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            call.hears("still-there", ofSeconds(9)).hears("still-there-2", ofSeconds(10));
            call.hears("goodbye", ofSeconds(10)).passes(1_500).isHungUp("silence");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "180, 900, how tall is the moon, one-moment",
        "180, 900, how tall is the moon and, one-moment",
        "1000, 900, how tall is the moon, one-moment",
        "2500, 900, how tall is the moon and, one-moment",
        "60000, 900, never understood, apology"
    })
    void whateverStallsTheCallerHearsSomethingWithinThreeSeconds(
            int wordsMillis, int spokenMillis, String words, String heard) {
        try (var call = SimulatedCall.over(CodecType.PCMU, 7, 0, 0).thinksForEver().answered()) {
            call.hears("greeting", ofMillis(300)).hearsSilenceWithin(ofMillis(1_200));
            call.recognitionTakes(ofMillis(wordsMillis)).says(words, spokenMillis);
            call.hears(heard, ofSeconds(3));
        }
    }

    @Test
    void recogniserModelAndVoiceStallTogetherThreeTimesAndTheCallerIsShownTheWayOut() {
        var call = SimulatedCall.over(CodecType.PCMU, 7, 0, 0).thinksForEver();
        try (call) {
            call.givesUpAfter(ofSeconds(5)).recognitionTakes(ofMillis(2_200)).answered();
            call.hears("greeting", ofMillis(300)).hearsSilenceWithin(ofMillis(1_200));
            for (String end : List.of("apology", "apology", "goodbye")) {
                call.says("how tall is the moon", 900).hears("one-moment", ofSeconds(3));
                call.hears(end, ofSeconds(6)).isHungUp("");
                call.hearsSilenceWithin(ofSeconds(2)).passes(400);
            }
            call.passes(1_000).isHungUp("trouble");
        }
    }

    @Test
    void apologiesInARowAreNoLoop() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            call.recognitionFails(true);
            for (int i = 0; i < 2; i++) {
                call.says("what", 600).hears("apology", ofSeconds(3));
                call.hearsSilenceWithin(ofSeconds(2)).passes(400);
            }
            call.says("what", 600).hears("goodbye", ofSeconds(3)).passes(1_500).isHungUp("trouble");
        }
    }

    @Test
    void anAnswerBetweenApologiesBeginsTheCountAnew() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            for (int i = 0; i < 4; i++) {
                call.recognitionFails(true).says("what", 600).hears("apology", ofSeconds(3));
                call.hearsSilenceWithin(ofSeconds(2)).passes(400);
                call.recognitionFails(false).says("when are you open", 900);
                call.hears("hours", ofMillis(500)).hearsSilenceWithin(ofSeconds(4)).passes(400);
            }
            call.isHungUp("");
        }
    }

    @Test
    void lostAudioIsAskedAboutOnceAndTheCallGoesOnWhenItIsBack() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            call.lineIsDead(true).passes(3_500).hears("still-there", ofSeconds(1));
            call.hearsSilenceWithin(ofSeconds(2)).passes(12_000).hearsSilenceWithin(ofMillis(60));
            call.lineIsDead(false).passes(1_000);
            call.says("when are you open", 900).hears("hours", ofMillis(600));
            call.hearsSilenceWithin(ofSeconds(3)).hears("still-there", ofSeconds(9));
        }
    }

    @Test
    void lostAudioDuringAnAnswerIsAskedAboutAfterIt() {
        var call = SimulatedCall.over(CodecType.PCMU, 7, 0, 0).knows("tell me all", "long", 7_000);
        try (call) {
            call.answered().hears("greeting", ofMillis(300)).passes(1_200);
            call.says("tell me all", 600).hears("long", ofMillis(500));
            call.lineIsDead(true).passes(6_000).hears("long", ofMillis(200));
            call.hears("still-there", ofMillis(1_500));
        }
    }

    @Test
    void aCallThatNeverBringsAudioIsAskedTooAndEndsByTheTimeout() {
        var call = SimulatedCall.over(CodecType.PCMU, 7, 0, 0).lineIsDead(true).answered();
        try (call) {
            call.hears("greeting", ofMillis(300)).passes(3_000).hears("still-there", ofSeconds(2));
            call.passes(27_000).isHungUp("no RTP");
        }
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void holdMusicIsNeitherAnsweredNorInterruptedByPrompts(CodecType codec) {
        try (var call = call(codec, 7, 0, 0)) {
            call.playsMusic(40).hearsSilenceWithin(ofMillis(60));
            assertEquals(0, call.records().size(), "nothing was answered");
            call.passes(100).says("when are you open", 900).passes(1_500);
            call.hears("hours", ofMillis(1_500));
        }
    }

    @Test
    void musicThatBeginsDuringAnAnswerIsWaitedThroughAfterIt() {
        try (var call = call(CodecType.PCMU, 7, 0, 0)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500)).passes(500);
            call.playsMusic(30).hearsSilenceWithin(ofMillis(60)).passes(4_000);
            call.hears("still-there", ofSeconds(9));
            // The first two seconds, before it is known to be music, may pass for an interruption.
            assertTrue(call.records().size() <= 2, call.records()::toString);
        }
    }
}
