package org.offhook.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code offhook prepare}: makes the audio of all answers that have none yet. */
@Command(
        name = "prepare",
        description = "Make the audio of all prompts and answers that have none yet, and stop.",
        sortOptions = false)
public final class Prepare implements Callable<Integer> {
    /** What makes audio. */
    public interface Studio {
        /**
         * Returns when all audio is made.
         *
         * @param demo make the audio that is shipped with the demo, instead of the agents'
         */
        void prepare(ServerConfig config, boolean demo)
                throws ConfigException, IOException, InterruptedException;
    }

    @Mixin private ConfigOptions options;

    @Option(names = "--demo", description = "Make the audio that comes with the demo's bank.")
    private boolean demo;

    @Mixin private HelpOption help;

    private final Studio studio;

    public Prepare(Studio studio) {
        this.studio = studio;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        studio.prepare(options.read(), demo);
        return Offhook.OK;
    }
}
