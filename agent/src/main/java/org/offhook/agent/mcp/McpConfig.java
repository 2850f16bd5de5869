package org.offhook.agent.mcp;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One server. Printing it shows no secret.
 *
 * @param name a-z, 0-9 and -; the model sees its tools as {@code NAME_TOOL}
 * @param timeout longest wait for a result
 * @param allowed names of tools, as the server has them; empty for all
 */
public record McpConfig(String name, Door door, Duration timeout, List<String> allowed) {
    public McpConfig {
        allowed = List.copyOf(allowed);
    }

    /** How it is reached. */
    public sealed interface Door {
        /**
         * A program that speaks over its standard input and output.
         *
         * @param environment added to a few harmless variables of ours
         */
        record Command(List<String> line, Map<String, String> environment) implements Door {
            public Command {
                line = List.copyOf(line);
                environment = Map.copyOf(environment);
            }

            @Override
            public String toString() {
                return line.getFirst();
            }
        }

        /** Streamable HTTP. */
        record Web(URI url, Map<String, String> headers) implements Door {
            public Web {
                headers = Map.copyOf(headers);
            }

            @Override
            public String toString() {
                return url.getScheme() + "://" + url.getAuthority();
            }
        }
    }
}
