package org.offhook.server.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code offhook serve}: takes calls until it is told to stop. */
@Command(name = "serve", description = "Take calls until stopped.", sortOptions = false)
public final class Serve implements Callable<Integer> {
    /** What serves. */
    public interface Server {
        /** Returns when the server has been told to stop and has stopped. */
        void serve(ServerConfig config) throws ConfigException, IOException, InterruptedException;
    }

    @Mixin private ConfigOptions options;

    @Mixin private HelpOption help;

    private final Server server;

    public Serve(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        server.serve(options.read());
        return Offhook.OK;
    }
}
