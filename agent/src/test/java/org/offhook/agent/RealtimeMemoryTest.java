package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.LanguageModel.Message;

class RealtimeMemoryTest {
    private static final Message GREETING = new Message.Agent("Hello, this is the desk.");
    private static final Message QUESTION = new Message.Caller("Are you open?");
    private static final Message HIT = new Message.Agent("We are open until five.");

    private final RealtimeMemory memory = new RealtimeMemory();

    @Test
    void whatWasSaidWithoutTheServiceIsToldOnce() {
        assertEquals(List.of(GREETING, QUESTION, HIT), missing(GREETING, QUESTION, HIT));
        assertEquals(List.of(), missing(GREETING, QUESTION, HIT));
    }

    @Test
    void aTurnThatGrewIsToldAsFarAsItGrew() {
        missing(GREETING);
        assertEquals(
                List.of(new Message.Agent("Are you still there?")),
                missing(new Message.Agent("Hello, this is the desk. Are you still there?")));
    }

    @Test
    void whatTheServiceHeardAndSaidIsNotToldAgainWhateverWasHeardOfIt() {
        missing(GREETING);
        memory.heard(1, "How far is the moon?");
        memory.said("It is very far away, some would say.");
        assertEquals(
                List.of(new Message.Caller("Stop.")),
                missing(
                        GREETING,
                        new Message.Caller("How far is the moon?"),
                        new Message.Agent("It is very"),
                        new Message.Caller("Stop.")));
    }

    @Test
    void aPromptAfterTheServicesWordsIsTold() {
        memory.heard(0, "How far is the moon?");
        memory.said("It is far.");
        assertEquals(
                List.of(new Message.Agent("Are you still there?")),
                missing(
                        new Message.Caller("How far is the moon?"),
                        new Message.Agent("It is far. Are you still there?")));
    }

    @Test
    void anAnswerOfWhichNothingWasHeardLeavesNoGap() {
        memory.heard(0, "How far");
        memory.said("It is far.");
        memory.heard(0, "How far is the moon?");
        memory.said("About four hundred thousand kilometres.");
        assertEquals(
                List.of(),
                missing(
                        new Message.Caller("How far is the moon?"),
                        new Message.Agent("About four hundred")));
    }

    @Test
    void aTurnThatWasHeardBeforeItsWordsWereKnownIsNotTold() {
        missing(GREETING);
        memory.heard(1, null);
        assertEquals(List.of(HIT), missing(GREETING, QUESTION, HIT));
    }

    @Test
    void whatToolsBroughtIsToldOnceAndInItsPlace() {
        var asked = new Message.Asked(List.of(new ToolCall("a", "lookup", "{}")));
        var brought = new Message.Brought("a", "yes");
        assertEquals(
                List.of(QUESTION, asked, brought, HIT), missing(QUESTION, asked, brought, HIT));
        assertEquals(List.of(), missing(QUESTION, asked, brought, HIT));
        assertEquals(
                List.of(GREETING),
                missing(QUESTION, asked, brought, HIT, QUESTION, GREETING).subList(1, 2));
    }

    @Test
    void ofAToolThatTheServiceAskedForOnlyTheResultIsTold() {
        var call = new ToolCall("a", "lookup", "{}");
        memory.called(call);
        var brought = new Message.Brought("a", "yes");
        assertEquals(List.of(brought), missing(new Message.Asked(List.of(call)), brought));
    }

    @Test
    void howATransferEndedIsToldWhereItsBeginningWas() {
        var asked = new Message.Asked(List.of(new ToolCall("a", "transfer", "{}")));
        missing(asked, new Message.Brought("a", "The transfer begins."));
        assertEquals(
                List.of(new Message.Instructions("It ended.")),
                missing(asked, new Message.Brought("a", "It ended.")));
    }

    @Test
    void aLongResultThatWasShortenedSinceIsTheSame() {
        var asked = new Message.Asked(List.of(new ToolCall("a", "lookup", "{}")));
        String all = "x".repeat(10_000);
        missing(asked, new Message.Brought("a", all));
        assertEquals(
                List.of(), missing(asked, new Message.Brought("a", Transcript.shortened(all))));
    }

    private List<Message> missing(Message... spoken) {
        return memory.missing(List.of(spoken));
    }
}
