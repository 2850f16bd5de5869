package org.offhook.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/** Where the commands of {@code offhook answers} lead. */
public interface AnswersDoor {
    /** Asks the server that has the answers open, or opens them. */
    ApiResponse ask(ServerConfig config, ApiRequest request)
            throws ConfigException, IOException, InterruptedException;

    /**
     * Makes the answers those of a backup.
     *
     * @return what to tell a person
     * @throws IOException a server has them open, or the folder is no backup
     */
    String restore(ServerConfig config, Path backup) throws IOException;
}
