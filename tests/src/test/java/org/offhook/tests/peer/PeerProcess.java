package org.offhook.tests.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One running program with its output. A virtual thread reads the output; any thread may wait for a
 * line of it.
 */
final class PeerProcess implements AutoCloseable {
    private static final int KEPT_OUTPUT = 2_000_000;

    /** Reports cut long texts at their end, and the end is what tells. */
    private static final int SHOWN_OUTPUT = 2_500;

    private static final Duration PATIENCE_AFTER_TERM = Duration.ofSeconds(10);
    private static final Pattern COLOUR = Pattern.compile("\\e\\[[0-9;]*m");

    private final String name;
    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Thread reader;
    private boolean ended;

    private PeerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofVirtual().name("output of " + name).start(this::read);
    }

    /** Starts {@code command} in {@code folder}; its errors are part of its output. */
    static PeerProcess start(Path folder, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.environment().put("TERM", "dumb");
        return new PeerProcess(
                Path.of(command.getFirst()).getFileName().toString(), builder.start());
    }

    /** Skips the test where {@code program} is not installed. */
    static void assumeInstalled(String program, String debianPackage) {
        Assumptions.assumeTrue(
                isInstalled(program),
                program + " is not installed (Debian package: " + debianPackage + ")");
    }

    /** As {@link #assumeInstalled}, without judgement. */
    static boolean isInstalled(String program) {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                append(COLOUR.matcher(line).replaceAll("") + "\n");
            }
        } catch (IOException closed) {
            append("[output ended: " + closed.getMessage() + "]\n");
        } finally {
            append("");
            lock.lock();
            try {
                ended = true;
                grown.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void append(String text) {
        lock.lock();
        try {
            output.append(text);
            int excess = output.length() - KEPT_OUTPUT;
            if (excess > 0) {
                output.delete(0, excess);
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the output has a match; fails where the program ends or the time is over. */
    MatchResult await(Pattern wanted, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                Matcher matcher = wanted.matcher(output);
                if (matcher.find()) {
                    return matcher.toMatchResult();
                }
                if (ended || left <= 0) {
                    String why = ended ? " ended" : " did not say so in " + patience;
                    throw new AssertionError(
                            name + why + ", awaiting \"" + wanted + "\"; output:\n" + tail());
                }
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** All that the program has said, its oldest part dropped beyond {@link #KEPT_OUTPUT}. */
    String output() {
        lock.lock();
        try {
            return output.toString();
        } finally {
            lock.unlock();
        }
    }

    private String tail() {
        return output.substring(Math.max(0, output.length() - SHOWN_OUTPUT));
    }

    /** Writes one line to the program. */
    void type(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** The exit code; fails where the program still runs after {@code patience}. */
    int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError(name + " still runs after " + patience + ":\n" + output());
        }
        reader.join(PATIENCE_AFTER_TERM);
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** SIGKILL, to the program and to what it started. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** SIGTERM, and SIGKILL to whatever of it is left after some seconds. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(PATIENCE_AFTER_TERM.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        try {
            process.outputWriter().close();
        } catch (IOException alreadyGone) {
            // The pipe to an ended program breaks; nothing is lost.
        } catch (UncheckedIOException alreadyGone) {
            // Same.
        }
    }
}
