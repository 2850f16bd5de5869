package org.offhook.agent;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.offhook.cache.Answer;
import org.offhook.media.codec.CodecType;

/** Callers who leave a message, in virtual time. */
class MessageCallTest {
    private static SimulatedCall afterTheTone() {
        return SimulatedCall.over(CodecType.PCMU, 3, 0, 0)
                .knows("can i leave a message", "ask", 700, new Answer.Then.TakeMessage())
                .answered()
                .hears("greeting", ofMillis(300))
                .hearsSilenceWithin(ofMillis(1_200))
                .says("can i leave a message", 900)
                .hears("ask", ofMillis(500))
                .hearsSilenceWithin(ofMillis(900))
                .passes(300);
    }

    @Test
    void aMessageWithPausesIsOneMessageAndIsConfirmed() {
        try (var call = afterTheTone()) {
            call.says("please call me back", 1_500).passes(2_200);
            call.says("my number is", 1_000);
            assertEquals(0, call.messages());
            call.hears("message-taken", ofMillis(3_500));
            assertEquals(1, call.messages());
        }
    }

    @Test
    void whoSaysNothingAfterTheToneIsAskedAndNothingIsKept() {
        try (var call = afterTheTone()) {
            call.hears("still-there", ofSeconds(9));
            assertEquals(0, call.messages());
        }
    }
}
