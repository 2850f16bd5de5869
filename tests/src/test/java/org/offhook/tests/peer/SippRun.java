package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of SIPp 3.6 with a scenario of {@code src/test/resources/sipp}. Caller and callee have a
 * loopback address of their own. Any thread.
 */
public final class SippRun implements AutoCloseable {
    /**
     * What to run.
     *
     * @param scenario file name of a scenario without {@code .xml}
     * @param calls how many in all
     * @param callsPerSecond rate of new calls
     * @param transport {@code udp}, {@code tcp}, or {@code udp6} over IPv6
     * @param service user part of the called URI
     * @param pause length of the scenario's pauses without a length of their own
     * @param patience the run fails when it takes longer
     * @param stranger it calls from outside {@link Loopback#RANGE}
     */
    public record Plan(
            String scenario,
            int calls,
            int callsPerSecond,
            String transport,
            String service,
            Duration pause,
            Duration patience,
            boolean stranger) {
        /** By a peer. */
        public Plan(
                String scenario,
                int calls,
                int callsPerSecond,
                String transport,
                String service,
                Duration pause,
                Duration patience) {
            this(scenario, calls, callsPerSecond, transport, service, pause, patience, false);
        }

        /** One call over UDP to {@code service}. */
        public static Plan call(String scenario, String service) {
            return new Plan(scenario, 1, 50, "udp", service, Duration.ZERO, Duration.ofSeconds(40));
        }

        public Plan overTcp() {
            return new Plan(
                    scenario, calls, callsPerSecond, "tcp", service, pause, patience, stranger);
        }

        public Plan many(int newCalls, int perSecond) {
            return new Plan(
                    scenario, newCalls, perSecond, transport, service, pause, patience, stranger);
        }

        public Plan pausing(Duration some) {
            return new Plan(
                    scenario, calls, callsPerSecond, transport, service, some, patience, stranger);
        }

        /** It fails when it takes longer. */
        public Plan within(Duration longest) {
            return new Plan(
                    scenario, calls, callsPerSecond, transport, service, pause, longest, stranger);
        }

        public Plan byStranger() {
            return new Plan(
                    scenario, calls, callsPerSecond, transport, service, pause, patience, true);
        }
    }

    private static final int KILOBYTES_SHOWN = 8;
    private static final String STATISTICS = "statistics.csv";

    private final PeerProcess process;
    private final Plan plan;
    private final Path folder;
    private final InetSocketAddress address;

    private SippRun(PeerProcess process, Plan plan, Path folder, InetSocketAddress address) {
        this.process = process;
        this.plan = plan;
        this.folder = folder;
        this.address = address;
    }

    /** Runs {@code plan} against {@code target} to its end. */
    public static SippReport call(InetSocketAddress target, Plan plan, Path folder)
            throws IOException, InterruptedException {
        try (SippRun run = start(target, plan, folder)) {
            return run.awaitEnd();
        }
    }

    /** Starts calling {@code target}, with further {@code options} of SIPp. */
    public static SippRun start(InetSocketAddress target, Plan plan, Path folder, String... options)
            throws IOException {
        var more = new ArrayList<String>(List.of(Loopback.text(target)));
        more.addAll(List.of(options));
        return start(more, plan, folder);
    }

    /** Starts a callee: takes {@code plan.calls()} calls at {@link #address()} from here on. */
    public static SippRun await(Plan plan, Path folder) throws IOException, InterruptedException {
        SippRun callee = start(List.of(), plan, folder);
        Waiting.until("SIPp to listen", () -> listens(plan.transport(), callee.address));
        return callee;
    }

    /** SIPp does not say when it listens; the kernel does (proc(5), /proc/net/tcp). */
    private static boolean listens(String transport, InetSocketAddress address) throws IOException {
        byte[] ip = address.getAddress().getAddress();
        String host = "";
        for (int word = 0; word < ip.length; word += 4) {
            host +=
                    "%02X%02X%02X%02X"
                            .formatted(ip[word + 3], ip[word + 2], ip[word + 1], ip[word]);
        }
        String local = host + ":%04X ".formatted(address.getPort());
        String row = transport.equals("tcp") ? local + "[0-9A-F]+:0000 0A" : local;
        String table4 = transport.replace("6", "");
        for (String table : List.of(table4, table4 + "6")) {
            String sockets = Files.readString(Path.of("/proc/net", table));
            if (Pattern.compile(row).matcher(sockets).find()) {
                return true;
            }
        }
        return false;
    }

    private static SippRun start(List<String> options, Plan plan, Path folder) throws IOException {
        PeerProcess.assumeInstalled("sipp", "sip-tester");
        Files.createDirectories(folder);
        InetSocketAddress address =
                plan.stranger()
                        ? Loopback.strangerWithPort()
                        : plan.transport().equals("udp6")
                                ? Loopback.sixthWithPort()
                                : Loopback.nextWithPort();
        String host = address.getAddress().getHostAddress();
        var command = new ArrayList<String>(List.of("sipp"));
        command.addAll(options);
        command.addAll(List.of("-sf", scenario(plan.scenario()).toString(), "-s", plan.service()));
        // Without -ci it opens its control socket to the world.
        command.addAll(
                List.of("-i", host, "-p", "" + address.getPort(), "-bind_local", "-ci", host));
        command.addAll(List.of("-t", plan.transport().equals("tcp") ? "t1" : "u1"));
        command.addAll(List.of("-m", "" + plan.calls(), "-r", "" + plan.callsPerSecond()));
        command.addAll(List.of("-d", "" + plan.pause().toMillis(), "-nostdin"));
        command.addAll(List.of("-timeout", plan.patience().toSeconds() + "s", "-timeout_error"));
        command.addAll(List.of("-trace_stat", "-stf", STATISTICS, "-fd", "1s"));
        command.addAll(List.of("-trace_err", "-error_file", "errors.txt"));
        command.addAll(List.of("-trace_logs", "-log_file", "log.txt"));
        if (plan.calls() <= 10) {
            command.addAll(List.of("-trace_msg", "-message_file", "messages.txt"));
        }
        return new SippRun(PeerProcess.start(folder, command), plan, folder, address);
    }

    /** The file of a scenario in the test resources. */
    public static Path scenario(String name) {
        URL resource = SippRun.class.getResource("/sipp/" + name + ".xml");
        if (resource == null) {
            throw new IllegalArgumentException("no scenario named " + name);
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The names of all of them. */
    public static List<String> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(scenario("load").getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".xml"))
                    .map(name -> name.substring(0, name.length() - ".xml".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Where a callee listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Waits until the scenario has logged {@code text} with a {@code <log>} action. */
    public void awaitLogged(String text) throws IOException, InterruptedException {
        Waiting.until(
                plan.scenario() + " to log \"" + text + "\"; its output:\n" + process.output(),
                () -> hasLogged(text));
    }

    /** Whether the scenario has logged {@code text} with a {@code <log>} action. */
    public boolean hasLogged(String text) throws IOException {
        return read("log.txt").contains(text);
    }

    /** Waits for the end and reads the figures. */
    public SippReport awaitEnd() throws IOException, InterruptedException {
        int exit = process.awaitExit(plan.patience().plusSeconds(10));
        String story =
                "%s, exit %d%n%s%n%s%n%s"
                        .formatted(
                                plan,
                                exit,
                                tail(read("errors.txt")),
                                tail(process.output()),
                                tail(read("messages.txt")));
        return SippReport.of(exit, read(STATISTICS), story);
    }

    private String read(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - KILOBYTES_SHOWN * 1024));
    }

    @Override
    public void close() {
        process.close();
    }
}
