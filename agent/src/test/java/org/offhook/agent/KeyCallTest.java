package org.offhook.agent;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import org.offhook.media.codec.CodecType;

/** Callers who press keys: telephone events between two real ends of media, in virtual time. */
class KeyCallTest {
    private static SimulatedCall asked() {
        return SimulatedCall.over(CodecType.PCMU, 5, 1, 2)
                .knows("when are you open", "hours", 4_000)
                .knows("and on sunday", "sunday", 600)
                .answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200))
                .says("when are you open", 900)
                .hears("hours", ofMillis(500));
    }

    @Test
    void aKeySilencesAnAgentThatSpeaks() {
        try (var call = asked()) {
            call.passes(500).presses('5').hearsSilenceWithin(ofMillis(400));
            assertEquals(1, call.keys());
            assertNotNull(call.records().getFirst().bargeInMs());
            call.passes(1_500).says("and on sunday", 800).hears("sunday", ofMillis(500));
        }
    }

    @Test
    void aKeySilencesAnAgentThatIsPausedForGood() {
        try (var call = asked()) {
            // A sound of which nothing is known yet: the agent holds its breath.
            call.recognitionTakes(ofSeconds(4))
                    .passes(500)
                    .says("hm", 400)
                    .hearsSilenceWithin(ofMillis(300))
                    .presses('#')
                    .passes(400);
            assertEquals(1, call.keys());
            assertNotNull(call.records().getFirst().bargeInMs());
        }
    }

    @Test
    void withoutTheKeyThePausedAgentGoesOn() {
        try (var call = asked()) {
            call.recognitionTakes(ofSeconds(4))
                    .passes(500)
                    .says("hm", 400)
                    .hearsSilenceWithin(ofMillis(300))
                    .hears("hours", ofSeconds(4));
        }
    }

    @Test
    void aGreetingIsSkippedByAKey() {
        try (var call =
                SimulatedCall.over(CodecType.PCMU, 6, 0, 0)
                        .answered()
                        .hears("greeting", ofMillis(300))) {
            call.presses('0').hearsSilenceWithin(ofMillis(350));
            assertEquals(1, call.keys());
        }
    }
}
