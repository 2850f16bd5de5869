package org.offhook.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import org.offhook.server.config.ConfigException;

/**
 * What the parts of a start took, for whoever wonders where the seconds went. Used by the main
 * thread.
 */
final class StartLog {
    private final StringJoiner parts = new StringJoiner(", ");
    private long partMillis = startMillis();

    /** One part of the start. */
    @FunctionalInterface
    interface Part<T> {
        T make() throws ConfigException, IOException, InterruptedException;
    }

    /** Since the process began. */
    static Duration sinceStart() {
        return Duration.ofMillis(System.currentTimeMillis() - startMillis());
    }

    private static long startMillis() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** What was done since the last part was that. */
    void done(String part) {
        long now = System.currentTimeMillis();
        parts.add(String.format(Locale.ROOT, "%s %.1f", part, (now - partMillis) / 1e3));
        partMillis = now;
    }

    <T> T timed(String name, Part<T> part)
            throws ConfigException, IOException, InterruptedException {
        T made = part.make();
        done(name);
        return made;
    }

    /** Seconds by the clock for each part, and the processor time of the whole process. */
    @Override
    public String toString() {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return String.format(Locale.ROOT, "%s s; %.1f s of CPU", parts, cpu.toMillis() / 1e3);
    }
}
