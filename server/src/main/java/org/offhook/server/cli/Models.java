package org.offhook.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code offhook models}: fetches the model files the configuration needs, and no more. */
@Command(
        name = "models",
        description = "Fetch the model files that are not there yet, and stop.",
        sortOptions = false)
public final class Models implements Callable<Integer> {
    /** What fetches. */
    public interface Fetcher {
        /** Returns when all files are there. */
        void fetch(ServerConfig config) throws ConfigException, IOException, InterruptedException;
    }

    @Mixin private ConfigOptions options;

    @Mixin private HelpOption help;

    private final Fetcher fetcher;

    public Models(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        fetcher.fetch(options.read());
        return Offhook.OK;
    }
}
