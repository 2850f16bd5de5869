package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.SippReport;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.SippRun.Plan;

/**
 * The program against scripted callers. Each scenario in {@code resources/sipp} says what it
 * proves.
 */
@Timeout(1_200)
class SippInteropTest {
    private static final String USER = "reception";

    /** Nobody answers for any other user. */
    private static final String CONFIG =
            """
            agents:
              - name: reception
                numbers: ["%s"]
                bank: demo
            """
                    .formatted(USER);

    private static final int CALLS_IN_A_ROW = 20;
    private static final int ATTEMPTS = 4;

    @TempDir static Path folder;
    private static OffhookProcess offhook;

    @BeforeAll
    static void start() throws Exception {
        offhook = OffhookProcess.serve(CONFIG, in("offhook"));
    }

    @AfterAll
    static void stop() {
        if (offhook != null) {
            offhook.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> scenario() {
        return Stream.of(
                        call("answer-and-hang-up").pausing(Duration.ofSeconds(1)),
                        call("answer-and-hang-up").pausing(Duration.ofSeconds(1)).overTcp(),
                        call("answer-and-hang-up").many(CALLS_IN_A_ROW, CALLS_IN_A_ROW),
                        call("no-offer"),
                        call("bad-offer"),
                        call("no-common-codec"),
                        Plan.call("unknown-user", "nobody-here"),
                        call("cancel-race").many(CALLS_IN_A_ROW, 5),
                        call("options"),
                        call("options").overTcp(),
                        call("unknown-method"),
                        call("unknown-extension"),
                        call("unknown-dialog"),
                        call("hold-and-resume"),
                        call("hold-and-resume").overTcp(),
                        call("reinvite-without-offer"),
                        call("digits-by-info"),
                        call("asterisk-session-timer"),
                        call("freeswitch-invite"))
                .map(plan -> DynamicTest.dynamicTest(name(plan), () -> follows(plan)));
    }

    private static void follows(Plan plan) throws Exception {
        // A busy machine may be late once; who only answers repeats is late each time.
        var stories = new StringBuilder();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            SippReport report =
                    SippRun.call(offhook.address(), plan, in(name(plan) + " " + attempt));
            assertTrue(report.allWell(plan.calls()), () -> story(report, offhook));
            if (report.retransmissions() == 0) {
                return;
            }
            stories.append(report.story()).append('\n');
        }
        fail("repeats each time:\n" + stories);
    }

    @Test
    void oneCallTooManyIsToldToComeBackLater() throws Exception {
        String oneCall = CONFIG + "sip: {max-calls: 1}\n";
        var held = call("answer-and-hang-up").pausing(Duration.ofSeconds(5));
        try (var full = OffhookProcess.serve(oneCall, in("full"));
                var first = SippRun.start(full.address(), held, in("first"))) {
            first.awaitLogged("established");
            SippReport second = SippRun.call(full.address(), call("busy"), in("second"));
            assertTrue(second.allWell(1), () -> story(second, full));
            SippReport ended = first.awaitEnd();
            assertTrue(ended.allWell(1), () -> story(ended, full));
            SippReport third =
                    SippRun.call(full.address(), call("answer-and-hang-up"), in("third"));
            assertTrue(third.allWell(1), () -> story(third, full));
        }
    }

    @Test
    void callersWhoGiveUpLeaveNoCallBehind() throws Exception {
        String oneCall = CONFIG + "sip: {max-calls: 1}\n";
        try (var single = OffhookProcess.serve(oneCall, in("single"))) {
            for (int i = 0; i < CALLS_IN_A_ROW; i++) {
                SippReport report =
                        SippRun.call(single.address(), call("cancel-race"), in("cancel-" + i));
                assertTrue(report.allWell(1), () -> story(report, single));
            }
        }
    }

    @Test
    void aCallerWithoutSoundIsHungUp() throws Exception {
        String impatient = CONFIG + "media: {rtp-timeout: 2s}\n";
        try (var offhookInHaste = OffhookProcess.serve(impatient, in("impatient"))) {
            SippReport report =
                    SippRun.call(offhookInHaste.address(), call("callee-hangs-up"), in("mute"));
            assertTrue(report.allWell(1), () -> story(report, offhookInHaste));
        }
    }

    @Test
    void aServerThatStopsSaysGoodbyeToItsCallers() throws Exception {
        String atOnce = CONFIG + "shutdown: {limit: 0s}\n";
        try (var stopping = OffhookProcess.serve(atOnce, in("stopping"));
                var caller =
                        SippRun.start(stopping.address(), call("callee-hangs-up"), in("caller"))) {
            caller.awaitLogged("established");
            stopping.stop();
            SippReport report = caller.awaitEnd();
            assertTrue(report.allWell(1), () -> story(report, stopping));
            stopping.awaitExit(Duration.ofSeconds(120));
        }
    }

    private static Plan call(String scenario) {
        return Plan.call(scenario, USER);
    }

    private static String name(Plan plan) {
        String calls = plan.calls() == 1 ? "" : " x" + plan.calls();
        return plan.scenario() + " " + plan.transport() + calls;
    }

    private static String story(SippReport report, OffhookProcess server) {
        return report.story() + "\n--- offhook ---\n" + server.log();
    }

    private static Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
