package org.offhook.agent.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/** A real server program at the other end of a pipe. */
class McpProgramTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private McpServer server;

    private static List<String> java(Class<?> program, String... arguments) {
        var line =
                new ArrayList<String>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    private McpServer start(Duration timeout, String... allowed) throws InterruptedException {
        var door = new McpConfig.Door.Command(java(DeskProgram.class), Map.of("DESK_KEY", "k-1"));
        server = McpServer.start(new McpConfig("desk", door, timeout, List.of(allowed)));
        assertTrue(server.await(PATIENCE));
        return server;
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private String use(String name, String arguments) throws InterruptedException {
        return server.call(new ToolCall("1", name, arguments));
    }

    private static Set<Long> programs() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    @Test
    void toolsAreListedAndUsed() throws InterruptedException {
        start(PATIENCE);
        List<String> names = server.specs().stream().map(ToolSpec::name).sorted().toList();
        assertEquals(
                List.of(
                        "desk_book_room",
                        "desk_die",
                        "desk_long",
                        "desk_refuse",
                        "desk_secret",
                        "desk_sleep"),
                names);
        ToolSpec book =
                server.specs().stream()
                        .filter(spec -> spec.name().equals("desk_book_room"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("Does book.room", book.description());
        assertTrue(book.parameters().contains("\"guest\""), book.parameters());

        assertEquals("booked for Ada", use("desk_book_room", "{\"guest\":\"Ada\"}"));
        assertEquals("Error: no rooms", use("desk_refuse", ""));
        assertEquals(
                "Error: the arguments must be a JSON object", use("desk_book_room", "[\"Ada\""));
        assertEquals(McpText.LONGEST_RESULT, use("desk_long", "{}").length());
        assertEquals("k-1 null", use("desk_secret", "{}"));
    }

    @Test
    void onlyAllowedToolsAreOffered() throws InterruptedException {
        start(PATIENCE, "refuse");
        assertEquals(List.of("desk_refuse"), server.specs().stream().map(ToolSpec::name).toList());
        assertEquals("Error: there is no such tool", use("desk_book_room", "{}"));
    }

    @Test
    void aLateResultIsGivenUp() throws InterruptedException {
        start(Duration.ofSeconds(8));
        assertEquals("Error: no answer within 8000 ms", use("desk_sleep", "{}"));
        assertEquals("booked for Bob", use("desk_book_room", "{\"guest\":\"Bob\"}"));
    }

    @Test
    void aCallThatIsInterruptedEnds() throws InterruptedException {
        start(PATIENCE);
        var ends = new ArrayBlockingQueue<Boolean>(1);
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            assertThrows(InterruptedException.class, () -> use("desk_sleep", "{}"));
                            ends.add(true);
                        });
        caller.interrupt();
        assertEquals(Boolean.TRUE, ends.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void aProgramThatDiesFailsItsCallAtOnceAndComesBack() throws InterruptedException {
        start(PATIENCE);
        long begunNanos = System.nanoTime();
        assertEquals("Error: it cannot be reached now", use("desk_die", "{}"));
        assertTrue(System.nanoTime() - begunNanos < PATIENCE.toNanos());

        String result = "";
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!result.startsWith("booked") && System.nanoTime() < endNanos) {
            result = use("desk_book_room", "{\"guest\":\"Eve\"}");
            LockSupport.parkNanos(20_000_000);
        }
        assertEquals("booked for Eve", result);
    }

    @Test
    void theProgramEndsWithUs() throws InterruptedException {
        Set<Long> before = programs();
        start(PATIENCE);
        Set<Long> during = programs();
        during.removeAll(before);
        assertEquals(1, during.size());
        server.close();
        assertFalse(programs().containsAll(during));
        assertEquals(List.of(), server.specs());
    }

    @Test
    void aMissingProgramIsNoFailureOfOurs() throws InterruptedException {
        var door = new McpConfig.Door.Command(List.of("/nowhere/desk"), Map.of());
        server = McpServer.start(new McpConfig("desk", door, PATIENCE, List.of()));
        assertFalse(server.await(PATIENCE));
        assertTrue(server.wrong().contains("No such file"), server.wrong());
        assertEquals(List.of(), server.specs());
        assertEquals("Error: it cannot be reached now", use("desk_book_room", "{}"));
    }

    @Test
    void aProgramThatEndsByItselfIsWrongAndSaysWhy() throws InterruptedException {
        var line = java(ListeningProgram.class, "the-ledger");
        var door = new McpConfig.Door.Command(line, Map.of());
        server = McpServer.start(new McpConfig("desk", door, PATIENCE, List.of()));
        assertFalse(server.await(PATIENCE));
        assertEquals("it ends by itself, with 5: cannot read the-ledger", server.wrong());
    }

    @Test
    void theProgramIsToldWhichCallNobodyWaitsFor() throws InterruptedException {
        var door = new McpConfig.Door.Command(java(ListeningProgram.class), Map.of());
        server = McpServer.start(new McpConfig("desk", door, Duration.ofSeconds(6), List.of()));
        assertTrue(server.await(PATIENCE));
        assertEquals("", server.wrong());
        assertEquals("nothing by unpackaged", use("desk_told", "{}"));
        assertEquals("Error: no answer within 6000 ms", use("desk_wait", "{}"));
        assertEquals("no answer within PT6S by unpackaged", use("desk_told", "{}"));
    }
}
