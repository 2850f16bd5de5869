package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void aTerminalHasOneLineThatEndsAtTheEnd() {
        String shown = shown(true);
        assertTrue(shown.startsWith("\r[........................] models   0 %"), shown);
        assertTrue(shown.contains("\r[############............] models  50 %"), shown);
        assertEquals(1, shown.lines().filter(line -> line.contains("100 %")).count());
        assertEquals(1, shown.chars().filter(c -> c == '\n').count());
    }

    @Test
    void aLogHasOneLineAQuarter() {
        assertEquals(5, shown(false).lines().count());
    }

    private String shown(boolean terminal) {
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var progress = new ConsoleProgress(out, terminal);
        for (int done = 0; done <= 1_000; done++) {
            progress.at("some-package@1.0.0", done * 1_000L, 1_000_000);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
