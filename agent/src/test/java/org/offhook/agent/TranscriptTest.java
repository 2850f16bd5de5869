package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.LanguageModel.Message;

class TranscriptTest {
    private static final Message RULES = new Message.Instructions("Be brief.");

    private final Transcript transcript = new Transcript("Be brief.");

    @Test
    void whoGoesOnBeforeAnAnswerIsHeardHasSaidOneTurn() {
        transcript.addCaller(1, "I'd like a table.");
        transcript.addCaller(1, "I'd like a table for two.");
        assertEquals(
                List.of(RULES, new Message.Caller("I'd like a table for two.")),
                transcript.messages());
    }

    @Test
    void aDraftForTheWholeTurnHoldsItOnce() {
        transcript.addCaller(1, "I'd like a table.");
        assertEquals(
                List.of(RULES, new Message.Caller("I'd like a table for two.")),
                transcript.with(1, "I'd like a table for two."));
        assertEquals(
                List.of(RULES, new Message.Caller("I'd like a table.")), transcript.messages());
    }

    @Test
    void whoGoesOnAfterALongerPauseHasSaidOneTurnToo() {
        transcript.addCaller(1, "I'd like a table.");
        transcript.addCaller(2, "For two.");
        transcript.addCaller(2, "For two, at seven.");
        assertEquals(
                List.of(RULES, new Message.Caller("I'd like a table. For two, at seven.")),
                transcript.messages());
    }

    @Test
    void whoGoesOnOverTheBeginningOfTheAnswerIsNotRepeated() {
        transcript.addCaller(1, "I'd like a table.");
        transcript.add(new Message.Agent("For how"));
        transcript.addCaller(1, "I'd like a table for two.");
        assertEquals(
                List.of(
                        RULES,
                        new Message.Caller("I'd like a table."),
                        new Message.Agent("For how"),
                        new Message.Caller("for two.")),
                transcript.messages());
    }

    @Test
    void whatWasAskedIsKnownWhileNothingElseWasHeard() {
        assertEquals("", transcript.lastOfAgent());
        transcript.add(new Message.Agent("What is your number?"));
        transcript.addCaller(1, "Five five");
        assertEquals("What is your number?", transcript.lastOfAgent());
    }
}
