package org.offhook.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;

/**
 * What is measured: the program with its demo and room for many calls, started here; or, where
 * {@code BENCH_TARGET} (address:port) and {@code BENCH_PID} are set, any SIP server that already
 * runs and answers calls to {@code sip:bench@…}.
 *
 * @param offhook empty for another server
 */
record BenchServer(InetSocketAddress address, long pid, Optional<OffhookProcess> offhook)
        implements AutoCloseable {
    private static final int MAX_CALLS = 1_000;

    /** The program with its demo. */
    static BenchServer start() throws IOException, InterruptedException {
        return start("");
    }

    /**
     * @param config YAML besides {@code sip}
     */
    static BenchServer start(String config) throws IOException, InterruptedException {
        String target = System.getenv("BENCH_TARGET");
        if (target != null) {
            int colon = target.lastIndexOf(':');
            var host = InetAddress.getByName(target.substring(0, colon));
            int port = Integer.parseInt(target.substring(colon + 1));
            long pid = Long.parseLong(System.getenv("BENCH_PID"));
            return new BenchServer(new InetSocketAddress(host, port), pid, Optional.empty());
        }
        return start(MAX_CALLS, config);
    }

    /** The program, refusing more than so many calls. */
    static BenchServer withRoomFor(int calls) throws IOException, InterruptedException {
        return start(calls, "");
    }

    private static BenchServer start(int maxCalls, String config)
            throws IOException, InterruptedException {
        var offhook =
                OffhookProcess.serve(
                        "sip: {max-calls: %d}%n%s".formatted(maxCalls, config), folder("offhook"));
        return new BenchServer(offhook.address(), offhook.pid(), Optional.of(offhook));
    }

    ProcessCpu cpu() {
        return new ProcessCpu(pid);
    }

    /** Where a call is answered. */
    String uri() {
        return "sip:bench@" + Loopback.text(address);
    }

    /** The program's turn records. */
    Path turns() {
        return offhook.orElseThrow(() -> new IllegalStateException("not Offhook"))
                .data()
                .resolve("turns.jsonl");
    }

    /** A new folder that is left behind for a look. */
    static Path folder(String name) throws IOException {
        return Files.createTempDirectory("bench-" + name + "-");
    }

    @Override
    public void close() {
        offhook.ifPresent(OffhookProcess::close);
    }
}
