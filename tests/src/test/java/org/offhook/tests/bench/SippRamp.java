package org.offhook.tests.bench;

import java.io.IOException;
import java.time.Duration;
import org.offhook.tests.peer.SippReport;
import org.offhook.tests.peer.SippRun;

/**
 * How many calls a second are set up with no failure and no repeated request: the rate rises step
 * by step until there is one, and what a call costs is told at each. Then a flood beyond the limit
 * of calls, while others are in progress.
 */
final class SippRamp {
    private static final int FIRST_RATE = 50;
    private static final double STEP = 1.25;
    private static final int STEP_SECONDS = 10;
    private static final int WARM_UP_CALLS = 2_000;
    private static final Duration CALL_LENGTH = Duration.ofMillis(200);

    private static final int HELD = 50;
    private static final Duration HELD_FOR = Duration.ofSeconds(20);
    private static final int FLOOD_SECONDS = 10;

    private SippRamp() {}

    public static void main(String[] arguments) throws Exception {
        int last = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int best = climb(last);
        System.out.printf("highest rate without failure or repetition: %d/s%n", best);
        flood(arguments.length > 1 ? Integer.parseInt(arguments[1]) : Math.max(FIRST_RATE, best));
    }

    private static int climb(int last) throws Exception {
        int best = 0;
        try (var server = BenchServer.start()) {
            run(server, FIRST_RATE, WARM_UP_CALLS / FIRST_RATE, "load", CALL_LENGTH);
            for (int rate = FIRST_RATE; rate <= last; rate = (int) Math.ceil(rate * STEP)) {
                if (!isHeld(server, rate)) {
                    break;
                }
                best = rate;
            }
        }
        return best;
    }

    private static boolean isHeld(BenchServer server, int rate) throws Exception {
        Duration before = server.cpu().used();
        SippReport report = run(server, rate, STEP_SECONDS, "load", CALL_LENGTH);
        double cpuMillis = server.cpu().used().minus(before).toMillis();
        System.out.printf(
                "%5d/s: %d of %d calls, %d failed, %d repeated; server CPU %.2f ms a call%n",
                rate,
                report.successful(),
                rate * STEP_SECONDS,
                report.failed(),
                report.retransmissions(),
                cpuMillis / Math.max(1, report.successful()));
        return report.allWell(rate * STEP_SECONDS) && report.retransmissions() == 0;
    }

    private static SippReport run(
            BenchServer server, int rate, int seconds, String scenario, Duration pause)
            throws IOException, InterruptedException {
        return SippRun.call(
                server.address(),
                plan(scenario, rate * seconds, rate, pause),
                BenchServer.folder(scenario));
    }

    private static SippRun.Plan plan(String scenario, int calls, int rate, Duration pause) {
        Duration patience = Duration.ofSeconds(calls / rate + 60);
        return new SippRun.Plan(scenario, calls, rate, "udp", "bench", pause, patience);
    }

    /** All that is beyond {@link #HELD} is to be refused, and what is held to go on. */
    private static void flood(int rate) throws Exception {
        try (var server = BenchServer.withRoomFor(HELD);
                var held =
                        SippRun.start(
                                server.address(),
                                plan("load", HELD, HELD, HELD_FOR),
                                BenchServer.folder("held"))) {
            Thread.sleep(Duration.ofSeconds(3)); // all are up
            Duration before = server.cpu().used();
            SippReport refused = run(server, rate, FLOOD_SECONDS, "busy", Duration.ZERO);
            double cpuMillis = server.cpu().used().minus(before).toMillis();
            SippReport ended = held.awaitEnd();
            System.out.printf(
                    "beyond the limit at %d/s: %d of %d told 503 and when to come back, %d repeated; server CPU %.2f ms each, calls in progress included%n",
                    rate,
                    refused.successful(),
                    rate * FLOOD_SECONDS,
                    refused.retransmissions(),
                    cpuMillis / Math.max(1, refused.successful()));
            System.out.printf(
                    "calls in progress meanwhile: %d of %d ended as planned, %d repeated%n",
                    ended.successful(), HELD, ended.retransmissions());
        }
    }
}
