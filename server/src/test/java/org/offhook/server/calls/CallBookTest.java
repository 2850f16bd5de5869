package org.offhook.server.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.offhook.agent.OnMachine;
import org.offhook.server.config.CallsSettings;

/** How many calls may go on, and what is remembered of those that are over. */
class CallBookTest {
    private final CallBook book = new CallBook(new CallsSettings(3, 2, List.of()));

    private CallBook.Entry begin(String line) {
        var wish =
                new CallWish(
                        "sip:100@pbx",
                        "desk",
                        line,
                        OnMachine.HANG_UP,
                        Optional.empty(),
                        Duration.ofSeconds(20),
                        Map.of());
        return book.beginOrRefuse(wish, Instant.EPOCH);
    }

    private CallRecord begun(String line) {
        return assertInstanceOf(CallBook.Entry.Begun.class, begin(line)).call();
    }

    private void refused(int status, String line) {
        assertEquals(status, assertInstanceOf(CallBook.Entry.Refused.class, begin(line)).status());
    }

    @Test
    void aLineAndAllOfThemHaveALimitAndWhatIsOverMakesRoom() {
        CallRecord first = begun("a");
        begun("a");
        refused(429, "a");
        begun("b");
        refused(503, "b");
        first.failed("no way");
        begun("b");
        assertEquals(Optional.of(first), book.find(first.id()));
    }

    @Test
    void aStoppingProgramPlacesNone() {
        book.close();
        refused(503, "a");
    }

    @Test
    void theOldestThatIsOverIsForgottenFirst() {
        CallRecord goesOn = begun("a");
        CallRecord oldest = begun("b");
        oldest.failed("no way");
        for (int i = 0; i < 1_001; i++) {
            begun("b").failed("no way");
        }
        begun("b");
        assertEquals(Optional.empty(), book.find(oldest.id()));
        assertTrue(book.find(goesOn.id()).isPresent());
    }

    @Test
    void whatIsLastStays() {
        CallRecord call = begun("a");
        call.reaches(new CallRecord.Stage.Answered());
        call.reaches(new CallRecord.Stage.Ringing());
        assertEquals(new CallRecord.Stage.Answered(), call.stage());
        call.hangUp();
        call.failed("closed");
        assertEquals(new CallRecord.Stage.HungUp(), call.stage());
        call.reaches(new CallRecord.Stage.Answered());
        assertEquals(new CallRecord.Stage.HungUp(), call.stage());
    }
}
