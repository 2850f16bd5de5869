package org.offhook.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server of tools, by its program or by its address.
 *
 * @param command program and arguments; empty where there is an address
 * @param env variables for the program
 * @param url empty where there is a program
 * @param headers sent with every request
 * @param timeout longest wait for a tool's result
 * @param tools the server's names of what may be used; empty for all
 * @param where file, line and key, for complaints
 */
public record McpSettings(
        List<String> command,
        Map<String, Secret> env,
        String url,
        Map<String, Secret> headers,
        Duration timeout,
        List<String> tools,
        String where) {
    /** Before a server's name, where an agent lists it among its tools. */
    public static final String PREFIX = "mcp:";

    public McpSettings {
        command = List.copyOf(command);
        tools = List.copyOf(tools);
    }
}
