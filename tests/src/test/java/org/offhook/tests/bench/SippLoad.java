package org.offhook.tests.bench;

import java.time.Duration;
import org.offhook.tests.peer.SippReport;
import org.offhook.tests.peer.SippRun;

/** Many short calls: whether each is answered at the first try, and what it costs. */
final class SippLoad {
    private static final Duration CALL_LENGTH = Duration.ofSeconds(1);
    private static final int WARM_UP_SECONDS = 5;

    private SippLoad() {}

    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        try (var server = BenchServer.start()) {
            var cpu = server.cpu();
            var warmUp = plan(rate / 2, WARM_UP_SECONDS);
            SippRun.call(server.address(), warmUp, BenchServer.folder("warm-up"));

            Duration before = cpu.used();
            long start = System.nanoTime();
            SippReport report =
                    SippRun.call(server.address(), plan(rate, seconds), BenchServer.folder("load"));
            double elapsedSeconds = (System.nanoTime() - start) / 1e9;
            double cpuMillis = cpu.used().minus(before).toMillis();

            System.out.printf(
                    "%d calls at %d/s in %.1f s: %d failed, %d retransmissions%n",
                    report.successful() + report.failed(),
                    rate,
                    elapsedSeconds,
                    report.failed(),
                    report.retransmissions());
            System.out.printf(
                    "server CPU %.2f ms per call, %.0f %% of a core, peak memory %d MB%n",
                    cpuMillis / Math.max(1, report.successful()),
                    cpuMillis / elapsedSeconds / 10,
                    cpu.peakMegabytes());
            if (!report.allWell(rate * seconds)) {
                System.out.println(report.story());
                System.exit(1);
            }
        }
    }

    private static SippRun.Plan plan(int rate, int seconds) {
        return new SippRun.Plan(
                "load",
                rate * seconds,
                rate,
                "udp",
                "bench",
                CALL_LENGTH,
                Duration.ofSeconds(seconds + 60));
    }
}
