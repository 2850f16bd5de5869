package org.offhook.server.cli;

import java.time.Duration;
import java.util.Optional;
import org.offhook.agent.OnMachine;

/**
 * One call to be placed by an agent.
 *
 * @param uri {@code sip:[USER@]HOST[:PORT][;transport=tcp]}
 * @param agent name of the agent; empty for the only one
 * @param line name of the line it is placed from; empty for the only one, or none
 * @param message what a machine is told
 */
public record CallOrder(
        String uri,
        String agent,
        String line,
        OnMachine onMachine,
        Optional<String> message,
        Duration ringTimeout) {}
