package org.offhook.agent;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.media.codec.CodecType;

/** How prepared answers and a realtime model share a call, in virtual time. */
class CacheModeTest {
    private static SimulatedCall call(CacheMode prepared) {
        return SimulatedCall.over(CodecType.PCMU, 7, 0, 0)
                .knows("when are you open", "hours", 2_000)
                .thinksAloud(prepared)
                .answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200));
    }

    @Test
    void beforeTheModelASureAnswerIsPlayedAndTheModelNeverHearsOfIt() {
        try (var call = call(CacheMode.BEFORE)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500));
            assertEquals(List.of(), call.drafts());
        }
    }

    @Test
    void beforeTheModelItIsAskedAsSoonAsNothingIsKnown() {
        try (var call = call(CacheMode.BEFORE)) {
            call.says("how old is the house", 900).hears(SimulatedCall.MODEL, ofMillis(1_500));
            assertEquals(List.of("how old is the house"), call.drafts());
        }
    }

    @Test
    void besideItTheModelBeginsAtThePauseAndASureAnswerDropsThat() {
        try (var call = call(CacheMode.BESIDE)) {
            call.says("when are you open", 900).hears("hours", ofMillis(500));
            assertEquals(List.of(SimulatedCall.UNKNOWN, "-"), call.drafts());
            call.hearsSilenceWithin(ofSeconds(3)).passes(1_000);
            assertEquals("exact", call.records().getFirst().source());
        }
    }

    @Test
    void besideItWhatTheModelBeganBeforeTheWordsIsHeardWhenNothingIsKnown() {
        try (var call = call(CacheMode.BESIDE)) {
            call.says("how old is the house", 900).hears(SimulatedCall.MODEL, ofMillis(1_000));
            assertEquals(List.of(SimulatedCall.UNKNOWN), call.drafts());
            assertTrue(call.hearsSilenceWithin(ofSeconds(3)).records().getFirst().early());
        }
    }

    @Test
    void besideItACallerWhoGoesOnIsDraftedForAnew() {
        try (var call = call(CacheMode.BESIDE)) {
            call.says("how old", 500).passes(160);
            assertEquals(List.of(SimulatedCall.UNKNOWN), call.drafts());
            call.goesOn("how old is the house", 500).hears(SimulatedCall.MODEL, ofMillis(1_000));
            assertEquals(List.of(SimulatedCall.UNKNOWN, "-", SimulatedCall.UNKNOWN), call.drafts());
        }
    }

    @Test
    void offTheModelAnswersWhatIsKnownToo() {
        try (var call = call(CacheMode.OFF)) {
            call.says("when are you open", 900).hears(SimulatedCall.MODEL, ofMillis(1_500));
            assertEquals(List.of("when are you open"), call.drafts());
        }
    }
}
