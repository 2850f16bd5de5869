package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.offhook.agent.TurnRecord;

/** Turns are over, and somebody asks what became of them. */
class AskedCountsTest {
    private final AskedCounts counts = new AskedCounts();

    private void turn(String source, String reason) {
        counts.add(
                new TurnRecord(
                        Instant.EPOCH,
                        "call",
                        "shop",
                        1,
                        source,
                        "",
                        0,
                        0,
                        reason,
                        900,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        0,
                        false,
                        false,
                        List.of(),
                        0));
    }

    @Test
    void missesAreCountedByReasonWithoutWhatWasMeasured() {
        turn("exact", "exact");
        turn("cache", "sure (4.2)");
        turn("cache, apology", "sure (3.1)");
        turn("model", "not sure (-1.5)");
        turn("model", "not sure (0.2)");
        turn("model", "learning: 299 more judged answers needed (2.0)");
        turn("model", "learning: 298 more judged answers needed (2.1)");
        turn("model", "no value for {name}, {order}");
        turn("model", "asks when, not where");
        turn("unclear", "no words");
        turn("model", "control characters");
        assertEquals(
                Map.of(
                        "hit: the very words", 1L,
                        "hit: the same meaning", 2L,
                        "miss: not sure", 2L,
                        "miss: learning", 2L,
                        "miss: no value for a slot", 1L,
                        "miss: asks for something else", 1L,
                        "miss: no words", 1L,
                        "miss: control characters", 1L),
                counts.all());
    }

    @Test
    void reasonsNobodyKnowsDoNotGrowForever() {
        for (int i = 0; i < 1_000; i++) {
            turn("model", "reason number " + i);
        }
        assertTrue(counts.all().size() <= 61, counts.all().size() + " names");
        assertEquals(940, counts.all().get("miss: others"));
    }
}
