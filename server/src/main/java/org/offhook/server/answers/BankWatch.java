package org.offhook.server.answers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.cache.cluster.ClusterAwayException;
import org.offhook.server.config.ConfigException;

/**
 * Notices that bank files change while the program runs. Its thread {@code banks} looks twice a
 * second, which finds changes on file systems that tell of none.
 */
public final class BankWatch implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(BankWatch.class);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final List<Watched> files = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Thread thread;

    /** What is done when a file has changed. */
    @FunctionalInterface
    public interface Reload {
        /** How many answers changed. */
        int run() throws ConfigException, IOException;
    }

    private static final class Watched {
        final Path file;
        final Reload reload;
        String stamp;

        Watched(Path file, Reload reload) {
            this.file = file;
            this.reload = reload;
            stamp = stamp(file);
        }

        /** Of a file that is just being replaced: empty. */
        static String stamp(Path file) {
            try {
                FileTime time = Files.getLastModifiedTime(file);
                return time.toInstant() + " " + Files.size(file);
            } catch (IOException _) {
                return "";
            }
        }
    }

    /**
     * Before {@link #start}.
     *
     * @param isUsed false where the file as it is now is still to be taken
     */
    public void add(Path file, boolean isUsed, Reload reload) {
        var watched = new Watched(file, reload);
        if (!isUsed) {
            watched.stamp = "";
        }
        files.add(watched);
    }

    public void start() {
        if (!files.isEmpty()) {
            thread = Thread.ofPlatform().daemon().name("banks").start(this::watch);
        }
    }

    private void watch() {
        try {
            while (!closing.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                files.forEach(BankWatch::look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Watched watched) {
        String now = Watched.stamp(watched.file);
        if (now.isEmpty() || now.equals(watched.stamp)) {
            return;
        }
        watched.stamp = now;
        try {
            int changed = watched.reload.run();
            log.info("{} has changed: {} answers", watched.file, changed);
        } catch (ConfigException wrong) {
            log.warn("{} has changed and is not used:", watched.file);
            wrong.problems().forEach(log::warn);
        } catch (ClusterAwayException away) {
            watched.stamp = ""; // that was told; it will be back
            log.debug("{} waits: {}", watched.file, away.getMessage());
        } catch (IOException unreadable) {
            log.warn("{} has changed and is not used: {}", watched.file, unreadable.getMessage());
        } catch (RuntimeException bug) {
            log.error("{} has changed and is not used", watched.file, bug);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread == null) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
