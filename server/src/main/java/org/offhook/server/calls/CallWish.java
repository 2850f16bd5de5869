package org.offhook.server.calls;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.offhook.agent.OnMachine;

/**
 * A call that somebody wants placed.
 *
 * @param to SIP URI
 * @param agent its name
 * @param line its name; empty for none
 * @param message what a machine is told
 * @param variables what the agent knows of this call: its model by name, its answers' slots as
 *     header fields of that name
 */
public record CallWish(
        String to,
        String agent,
        String line,
        OnMachine onMachine,
        Optional<String> message,
        Duration ringTimeout,
        Map<String, String> variables) {
    public CallWish {
        variables = Map.copyOf(variables);
    }
}
