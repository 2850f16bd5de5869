package org.offhook.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.offhook.agent.DeclaredTools;
import org.offhook.agent.Toolbox;
import org.offhook.agent.provider.HttpTool;
import org.offhook.agent.provider.HttpToolConfig;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.config.ToolChoice;

/** The tools that the configuration declares, each made once and shared by its agents. */
final class OutsideTools implements AutoCloseable {
    private final Map<String, HttpTool> http = new HashMap<>();

    OutsideTools(ServerConfig config) {
        config.tools()
                .forEach((name, choice) -> {
                    switch (choice) {
                        case ToolChoice.Http tool -> http.put(name, new HttpTool(of(name, tool)));
                    }
                });
    }

    private static HttpToolConfig of(String name, ToolChoice.Http tool) {
        return new HttpToolConfig(
                name,
                tool.description(),
                tool.method(),
                tool.url(),
                tool.parameters(),
                tool.timeout(),
                tool.headers().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().value())));
    }

    /** Those of an agent, in the order it names them. */
    List<Toolbox> of(ServerConfig.Agent agent) {
        List<HttpTool> named =
                agent.tools().names().stream().map(http::get).filter(Objects::nonNull).toList();
        return named.isEmpty() ? List.of() : List.of(new DeclaredTools(named));
    }

    @Override
    public void close() {
        http.values().forEach(HttpTool::close);
    }
}
