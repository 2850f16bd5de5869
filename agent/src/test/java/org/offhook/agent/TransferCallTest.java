package org.offhook.agent;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.cache.Answer;
import org.offhook.media.codec.CodecType;

/** Callers who are passed on, in virtual time. */
class TransferCallTest {
    private static SimulatedCall passesOn(int status, long afterMillis) {
        var call =
                SimulatedCall.over(CodecType.PCMU, 3, 0, 0)
                        .knows("when are you open", "hours", 700)
                        .knows(
                                "i want a person",
                                "person",
                                700,
                                new Answer.Then.Transfer("sip:a@b"));
        call.transfersEndWith(status, afterMillis);
        return call.answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200))
                .says("i want a person", 900)
                .hears("person", ofMillis(500))
                .hearsSilenceWithin(ofMillis(1_500));
    }

    @ParameterizedTest
    @CsvSource({"486,transfer-busy", "480,transfer-no-answer", "603,transfer-declined"})
    void whoeverIsNotTakenComesBackHearsWhyAndIsAnswered(int status, String why) {
        try (var call = passesOn(status, 4_000)) {
            call.hears(why, ofMillis(4_500)).hearsSilenceWithin(ofMillis(1_500));
            call.says("when are you open", 900).hears("hours", ofMillis(500));
            assertEquals(List.of("sip:a@b: i want a person", "over"), call.transfers());
        }
    }

    @Test
    void whoWaitsHearsThatItGoesOnAndIsNotForgotten() {
        try (var call = passesOn(0, 0)) {
            call.hears("still-working", ofMillis(10_100)).hearsSilenceWithin(ofMillis(1_500));
            call.hears("still-working", ofSeconds(10)).hearsSilenceWithin(ofMillis(1_500));
            call.hears("transfer-no-answer", ofSeconds(10));
            assertEquals(List.of("sip:a@b: i want a person", "over"), call.transfers());
        }
    }
}
