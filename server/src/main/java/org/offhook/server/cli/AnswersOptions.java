package org.offhook.server.cli;

import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command of {@code offhook answers} takes. */
final class AnswersOptions {
    @Mixin private ConfigOptions config;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Whose answers. Default: the only agent's",
            defaultValue = "")
    String agent;

    @Mixin private HelpOption help;

    ServerConfig config() throws ConfigException {
        return config.read();
    }

    /** The agent that is named, or the only one; empty where there are several. */
    static String agent(ServerConfig config, String named) {
        return named.isEmpty() && config.agents().size() == 1
                ? config.agents().getFirst().name()
                : named;
    }
}
