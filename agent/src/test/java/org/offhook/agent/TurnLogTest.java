package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a turn leaves in {@code turns.jsonl}. */
class TurnLogTest {
    @TempDir Path folder;

    private static Saying saying(int utterance) {
        var saying = new Saying();
        saying.is(utterance);
        return saying;
    }

    private static Speech speech(int segment) {
        return new Speech(new short[320], 20, 1_000_000, 0, segment);
    }

    @Test
    void theToolsOfATurnAreNamedWithTheirTimeInTheTurnThatUsedThem() throws Exception {
        Path file = folder.resolve("turns.jsonl");
        try (TurnLog log = TurnLog.open(file)) {
            var book = new TurnBook("desk", "call-1", InstantSource.fixed(Instant.EPOCH), log::add);
            var heard = new Heard("words", null, true, false, 2_000_000, 2_000_000);
            book.begin(speech(1), heard, 3_000_000);
            book.says("model", saying(1));
            book.toolUsed(1, new ToolUse("distance", 412, ToolUse.End.DONE));
            book.toolUsed(1, new ToolUse("desk_book", 30, ToolUse.End.FAILED));
            book.toolUsed(7, new ToolUse("of_nobody", 1, ToolUse.End.DONE));
            book.ended(1, 5, 9_000_000);
            // Late, of an answer that is over.
            book.toolUsed(1, new ToolUse("late", 5_000, ToolUse.End.ABANDONED));
            book.begin(speech(2), heard, 13_000_000);
            book.says("cache", saying(2));
            book.ended(2, 5, 19_000_000);
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size());
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertEquals(
                "[{\"name\":\"distance\",\"ms\":412,\"end\":\"done\"},"
                        + "{\"name\":\"desk_book\",\"ms\":30,\"end\":\"failed\"}]",
                first.path("tools").toString());
        assertFalse(new ObjectMapper().readTree(lines.getLast()).has("tools"), lines::getLast);
    }
}
