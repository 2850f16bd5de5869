package org.offhook.server.cli;

import java.io.IOException;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/** Where the commands of {@code offhook answers} lead. */
@FunctionalInterface
public interface AnswersDoor {
    /** Asks the server that has the answers open, or opens them. */
    ApiResponse ask(ServerConfig config, ApiRequest request)
            throws ConfigException, IOException, InterruptedException;
}
