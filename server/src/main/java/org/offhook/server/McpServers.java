package org.offhook.server;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.offhook.agent.Toolbox;
import org.offhook.agent.mcp.McpConfig;
import org.offhook.agent.mcp.McpServer;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.McpSettings;
import org.offhook.server.config.Secret;
import org.offhook.server.config.ServerConfig;

/**
 * The tool servers that agents use, each started once and in the background. Used by the main
 * thread.
 */
final class McpServers implements AutoCloseable {
    private final ServerConfig config;
    private final SequencedMap<String, McpServer> servers = new LinkedHashMap<>();

    McpServers(ServerConfig config) {
        this.config = config;
    }

    List<Toolbox> of(ServerConfig.Tools tools) {
        var boxes = new ArrayList<Toolbox>();
        for (String tool : tools.names()) {
            if (tool.startsWith(McpSettings.PREFIX)) {
                boxes.add(
                        servers.computeIfAbsent(
                                tool.substring(McpSettings.PREFIX.length()), this::start));
            }
        }
        return boxes;
    }

    private McpServer start(String name) {
        McpSettings settings = config.mcpServers().get(name);
        McpConfig.Door door =
                settings.url().isEmpty()
                        ? new McpConfig.Door.Command(settings.command(), open(settings.env()))
                        : new McpConfig.Door.Web(
                                URI.create(settings.url()), open(settings.headers()));
        return McpServer.start(new McpConfig(name, door, settings.timeout(), settings.tools()));
    }

    private static Map<String, String> open(Map<String, Secret> secrets) {
        var values = new LinkedHashMap<String, String>();
        secrets.forEach((name, secret) -> values.put(name, secret.value()));
        return values;
    }

    /**
     * Waits until each has been tried once.
     *
     * @throws ConfigException one is not what the file says it is, and will not be
     */
    void check(Duration limit) throws ConfigException, InterruptedException {
        long endNanos = System.nanoTime() + limit.toNanos();
        var wrong = new ArrayList<String>();
        for (McpServer server : servers.values()) {
            server.await(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
            if (!server.wrong().isEmpty()) {
                wrong.add(config.mcpServers().get(server.name()).where() + ": " + server.wrong());
            }
        }
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
    }

    /** Waits for those still on their way, and names who is not there. */
    List<String> missing(Duration limit) throws InterruptedException {
        long endNanos = System.nanoTime() + limit.toNanos();
        var missing = new ArrayList<String>();
        for (McpServer server : servers.values()) {
            if (!server.await(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())))) {
                missing.add(
                        "mcp-servers."
                                + server.name()
                                + ": not reached yet; its tools are missing until it is");
            }
        }
        return missing;
    }

    @Override
    public void close() {
        servers.sequencedValues().reversed().forEach(McpServer::close);
    }
}
