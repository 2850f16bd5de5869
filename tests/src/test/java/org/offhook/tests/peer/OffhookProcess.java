package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The program itself, started as a user starts it: {@code ./offhook serve}. Any thread. The model
 * files are where the program keeps them, or where {@code OFFHOOK_MODELS} says.
 */
public final class OffhookProcess implements AutoCloseable {
    /** What the program prints, as a word of a line, once it takes calls. */
    private static final Pattern READY = Pattern.compile("(?mi)^.*\\bready\\b.*$");

    /** Most of it for a program that is still to be put together, on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(480);

    private final PeerProcess process;
    private final InetSocketAddress address;
    private final Path data;

    private OffhookProcess(PeerProcess process, InetSocketAddress address, Path data) {
        this.process = process;
        this.address = address;
        this.data = data;
    }

    /**
     * Starts it on an address of its own and waits until it takes calls.
     *
     * @param config YAML for {@code --config}; empty: the program's defaults
     * @param folder an empty folder for its data
     */
    public static OffhookProcess serve(String config, Path folder, String... arguments)
            throws IOException, InterruptedException {
        InetSocketAddress address = Loopback.nextWithPort();
        Path data = Files.createDirectories(folder.resolve("data"));
        var command = new ArrayList<String>();
        command.add(script().toString());
        command.addAll(List.of("serve", "--listen", Loopback.text(address)));
        command.addAll(List.of("--data", data.toString()));
        command.addAll(models());
        if (!config.isEmpty()) {
            Path file = Files.writeString(folder.resolve("offhook.yaml"), config);
            command.addAll(List.of("--config", file.toString()));
        }
        command.addAll(List.of(arguments));
        var offhook = new OffhookProcess(PeerProcess.start(folder, command), address, data);
        try {
            offhook.process.await(READY, PATIENCE);
        } catch (AssertionError notReady) {
            offhook.close();
            throw notReady;
        }
        return offhook;
    }

    /** Runs another command of the program to its end and returns what it printed. */
    public static String run(Path folder, Duration patience, String... arguments)
            throws IOException, InterruptedException {
        return run(folder, patience, 0, arguments);
    }

    /** As above, where it is to exit with another code than 0. */
    public static String run(Path folder, Duration patience, int code, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        try (var process = PeerProcess.start(folder, command)) {
            int exit = process.awaitExit(patience);
            if (exit != code) {
                throw new AssertionError(
                        command + " exited with " + exit + ":\n" + process.output());
            }
            return process.output();
        }
    }

    /** Starts another command of the program; {@link #awaitExit} waits for its end. */
    public static OffhookProcess begin(Path folder, String... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        return new OffhookProcess(PeerProcess.start(folder, command), null, folder);
    }

    private static Path script() {
        Path script = top().resolve("offhook");
        Assumptions.assumeTrue(Files.isExecutable(script), "there is no " + script + " to run");
        return script;
    }

    /** The top folder of the project, found from the folder that the tests run in. */
    static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("sip-stack"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside the project: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** Models are shared between instances; {@code OFFHOOK_MODELS} names another folder. */
    public static List<String> models() {
        String elsewhere = System.getenv("OFFHOOK_MODELS");
        return elsewhere == null ? List.of() : List.of("--models", elsewhere);
    }

    /** Where it takes SIP, UDP and TCP; null for what only calls. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code sip:user@host:port}. */
    public String uri(String user) {
        return "sip:" + user + "@" + Loopback.text(address);
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    /** All that it has printed. */
    public String log() {
        return process.output();
    }

    /** Waits for a line of its log. */
    public String awaitLogged(String pattern, Duration patience) throws InterruptedException {
        return process.await(Pattern.compile(pattern), patience).group();
    }

    /** True while the program runs. */
    public boolean isAlive() {
        return process.handle().isAlive();
    }

    /** The process that runs the server: the script itself or what it became. */
    public long pid() {
        return process.handle().pid();
    }

    /** SIGTERM, without waiting: the server says goodbye to its callers and stops. */
    public void stop() {
        process.handle().destroy();
    }

    /** The exit code after {@link #stop}. */
    public int awaitExit(Duration patience) throws InterruptedException {
        return process.awaitExit(patience);
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
