package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.ToolServer;

/** Whole calls in which the model uses the tools of MCP servers, and servers that are none. */
@Timeout(1_200)
class McpCallTest {
    /** Most of it for a program that is still to be put together, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(480);

    @TempDir Path folder;

    @Test
    void aProgramAndAServerOnTheWebAreAskedInOneCall() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        try (var web = ToolServer.onWeb("table 7 is free");
                var provider = ChatProvider.scripted(McpCallTest::reply);
                var offhook = OffhookProcess.serve(config(provider, web), in("offhook"))) {
            String report =
                    OffhookProcess.run(
                            in("dial"),
                            OffhookProcess.PATIENCE,
                            "dial",
                            offhook.uri("desk"),
                            "--say",
                            "Please book a room and a table.",
                            "--json");
            assertTrue(report.contains("\"hungUpBy\":\"peer\""), report + offhook.log());

            List<String> requests = provider.requests();
            assertTrue(requests.getFirst().contains("rooms_ask"), requests::getFirst);
            assertTrue(requests.getFirst().contains("tables_ask"), requests::getFirst);
            String last = requests.getLast();
            assertTrue(last.contains("room 12 is booked for Ada"), last);
            assertTrue(last.contains("table 7 is free for two"), last);

            String log = offhook.log();
            assertTrue(log.contains("tool rooms_ask done"), log);
            assertTrue(log.contains("tool tables_ask done"), log);
            assertFalse(log.contains("Ada") || log.contains("room 12"), log);
            List<String> turns = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
            String turn = turns.getLast();
            assertTrue(turn.contains("{\"name\":\"rooms_ask\",\"ms\":"), turn);
            assertTrue(turn.contains("{\"name\":\"tables_ask\",\"ms\":"), turn);
            assertFalse(turn.contains("Ada"), turn);
        }
    }

    private static List<String> reply(String request) {
        if (request.contains("table 7")) {
            return List.of(
                    ChatProvider.words("Both are booked. Goodbye."),
                    ChatProvider.tool("c3", "hang_up", "{}"));
        }
        return request.contains("room 12")
                ? List.of(ChatProvider.tool("c2", "tables_ask", "{\"what\":\"two\"}"))
                : List.of(ChatProvider.tool("c1", "rooms_ask", "{\"what\":\"Ada\"}"));
    }

    private static String config(ChatProvider provider, ToolServer web) {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted, first-token-timeout: 30s}
        mcp-servers:
          rooms: {command: %s}
          tables: {url: "%s"}
        agents:
          - name: desk
            numbers: ["*"]
            bank: demo
            language-model: scripted
            tools: ["mcp:rooms", "mcp:tables", hang_up]
        """
                .formatted(provider.baseUrl(), ToolServer.command("room 12 is booked"), web.url());
    }

    @Test
    void serversThatAreNoneEndTheStartWithFileLineAndReason() throws Exception {
        try (var web = ToolServer.onWeb("nothing")) {
            Path file =
                    Files.writeString(
                            in("wrong").resolve("wrong.yaml"),
                            """
                            mcp-servers:
                              rooms:
                                command: [/nowhere/rooms, --all]
                              tables: {url: "%s"}
                              fine: {url: "%s"}
                            agents:
                              - name: desk
                                numbers: ["*"]
                                bank: demo
                                tools: ["mcp:rooms", "mcp:tables", "mcp:fine"]
                            """
                                    .formatted(web.url().replace("/mcp", "/elsewhere"), web.url()));
            String said =
                    OffhookProcess.run(
                            in("serve"),
                            PATIENCE,
                            1,
                            "serve",
                            "--listen",
                            Loopback.text(Loopback.nextWithPort()),
                            "--data",
                            in("data").toString(),
                            "--config",
                            file.toString());
            List<String> lines =
                    said.lines().filter(line -> line.startsWith(file.toString())).toList();
            assertEquals(2, lines.size(), said);
            assertTrue(lines.getFirst().startsWith(file + ":3: mcp-servers.rooms.command: "), said);
            assertTrue(lines.getFirst().contains("No such file"), said);
            assertTrue(lines.getLast().startsWith(file + ":4: mcp-servers.tables.url: "), said);
            assertTrue(lines.getLast().contains("404"), said);
        }
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
