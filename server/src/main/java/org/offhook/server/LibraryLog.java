package org.offhook.server;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;

/**
 * Takes what libraries say through {@code java.util.logging} into our log, so that their lines do
 * not reach the console past its level. Thread-safe.
 */
final class LibraryLog extends Handler {
    private LibraryLog() {}

    static void install() {
        Logger root = Logger.getLogger("");
        for (Handler console : root.getHandlers()) {
            root.removeHandler(console);
        }
        root.addHandler(new LibraryLog());
    }

    @Override
    public void publish(LogRecord said) {
        String name = said.getLoggerName() == null ? "" : said.getLoggerName();
        LogManager.getLogger(name).log(level(said.getLevel()), said.getMessage(), said.getThrown());
    }

    private static org.apache.logging.log4j.Level level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return org.apache.logging.log4j.Level.ERROR;
        }
        return level.intValue() >= Level.WARNING.intValue()
                ? org.apache.logging.log4j.Level.WARN
                : org.apache.logging.log4j.Level.DEBUG;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
