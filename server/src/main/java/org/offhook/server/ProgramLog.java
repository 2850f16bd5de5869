package org.offhook.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Where the log goes. Commands that end by themselves write to the console only; the server also
 * writes {@code offhook.log} into its data folder, with the stack traces the console does not show.
 * The level is {@code OFFHOOK_LOG_LEVEL} or {@code -Doffhook.log.level}, else info.
 */
final class ProgramLog {
    private ProgramLog() {}

    /**
     * From here on the log is also kept in a folder. An operator's own Log4j2 file is left alone.
     */
    static void keepIn(Path data) {
        if (System.getProperty("log4j2.configurationFile") != null
                || System.getenv("LOG4J_CONFIGURATION_FILE") != null) {
            return;
        }
        System.setProperty("offhook.log.folder", data.toString());
        try {
            URI file = ProgramLog.class.getResource("/log4j2-server.xml").toURI();
            Configurator.reconfigure(file);
        } catch (URISyntaxException ours) {
            throw new IllegalStateException(ours);
        }
    }
}
