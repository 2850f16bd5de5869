package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers of tools, and the agents that use them. */
class McpReaderTest {
    private static ServerConfig read(String text) throws ConfigException {
        return ServerConfigReader.read("test.yaml", Path.of("/"), text, Map.of("KEY", "s-1")::get);
    }

    private static List<String> problems(String text) {
        return assertThrows(ConfigException.class, () -> read(text)).problems();
    }

    @Test
    void serversAndTheirUsersAreRead() throws ConfigException {
        var config =
                read(
                        """
                        mcp-servers:
                          rooms: {command: [npx, rooms], env: {ROOMS_KEY: '${KEY}'}, tools: book}
                          clock: {url: 'https://clock.example/mcp', headers: {X-Key: k}, timeout: 3s}
                        agents:
                        - name: desk
                          numbers: ['*']
                          bank: demo
                          tools: [hang_up, 'mcp:rooms']
                          instructions: Use `rooms_book`, then `hang_up`.
                        """);
        var rooms = config.mcpServers().get("rooms");
        assertEquals(List.of("npx", "rooms"), rooms.command());
        assertEquals("s-1", rooms.env().get("ROOMS_KEY").value());
        assertEquals(List.of("book"), rooms.tools());
        var clock = config.mcpServers().get("clock");
        assertEquals("https://clock.example/mcp", clock.url());
        assertEquals(Duration.ofSeconds(3), clock.timeout());
        assertEquals(List.of("hang_up", "mcp:rooms"), config.agents().getFirst().tools().names());
        assertFalse(config.toString().contains("s-1"));
    }

    @Test
    void aServerHasOneDoor() {
        assertEquals(
                List.of("test.yaml:2: mcp-servers.a: must have either a command or a url"),
                problems("mcp-servers:\n  a: {command: x, url: 'http://h'}\n"));
        assertEquals(
                List.of("test.yaml:2: mcp-servers.a.headers: goes with url"),
                problems("mcp-servers:\n  a: {command: x, headers: {K: v}}\n"));
        assertEquals(
                List.of(
                        "test.yaml:2: mcp-servers.a.url: must be an http:// or https:// address,"
                                + " got \"ftp://h\""),
                problems("mcp-servers:\n  a: {url: 'ftp://h'}\n"));
    }

    @Test
    void aNameKeepsServersApart() {
        assertEquals(
                List.of("test.yaml:2: mcp-servers.a_b: must have a name of a-z, 0-9 and -"),
                problems("mcp-servers:\n  a_b: {command: x}\n"));
    }

    @Test
    void aServerThatIsNotThereIsShownWithItsLine() {
        assertEquals(
                List.of(
                        "test.yaml:7: agents[0].tools: must be the name of a tool, did you mean"
                                + " \"mcp:rooms\"?, got \"mcp:room\""),
                problems(
                        """
                        mcp-servers:
                          rooms: {command: rooms}
                        agents:
                        - name: desk
                          numbers: ['*']
                          bank: demo
                          tools: mcp:room
                        """));
    }
}
