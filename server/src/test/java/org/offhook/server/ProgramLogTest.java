package org.offhook.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLogTest {
    private final PrintStream realOut = System.out;
    @TempDir Path data;

    @AfterEach
    void logToTheConsoleAgain() throws URISyntaxException {
        System.setOut(realOut);
        Configurator.reconfigure(ProgramLog.class.getResource("/log4j2.xml").toURI());
    }

    @Test
    void theFileKeepsTheStackTraceThatTheConsoleDoesNotShow() throws IOException {
        var console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        ProgramLog.keepIn(data);
        var log = LogManager.getLogger(ProgramLogTest.class);
        log.info("call {}: answered", "a7@pbx");
        log.debug("the caller's words");
        log.warn("call a7@pbx: lost the provider", new IOException("connection reset"));
        String file = Files.readString(data.resolve("offhook.log"));
        String shown = console.toString(StandardCharsets.UTF_8);
        assertTrue(file.contains("INFO  [main] ProgramLogTest: call a7@pbx: answered\n"), file);
        assertTrue(file.contains("java.io.IOException: connection reset\n\tat org.offhook"), file);
        assertFalse(file.contains("words"), file);
        assertTrue(shown.contains(" INFO  call a7@pbx: answered\n"), shown);
        assertTrue(
                shown.endsWith(" WARN  call a7@pbx: lost the provider: connection reset\n"), shown);
    }

    @Test
    void whatLibrariesSayAtInfoIsForTheCurious() {
        var console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        ProgramLog.keepIn(data);
        LibraryLog.install();
        var library = java.util.logging.Logger.getLogger("org.example.library");
        library.info("using 256 bits");
        library.warning("no module");
        String shown = console.toString(StandardCharsets.UTF_8);
        assertFalse(shown.contains("256"), shown);
        assertTrue(shown.endsWith(" WARN  no module\n"), shown);
    }
}
