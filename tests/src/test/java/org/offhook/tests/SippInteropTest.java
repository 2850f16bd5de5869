package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.SippReport;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.SippRun.Plan;
import org.opentest4j.TestAbortedException;

/**
 * The program against scripted callers. Each scenario in {@code resources/sipp} says what it
 * proves.
 */
@Timeout(1_200)
class SippInteropTest {
    private static final String USER = "reception";

    /** Nobody answers for any other user, and who is not one of our peers has to prove itself. */
    private static final String CONFIG =
            """
            agents:
              - name: reception
                numbers: ["%s"]
                bank: demo
            sip:
              trusted: ["%s"]
              callers: {alice: {password: wonderland}}
              max-calls: %d
            """;

    private static final int CALLS_IN_A_ROW = 20;
    private static final int ATTEMPTS = 4;
    private static final int AT_ONCE = 6;

    /** Played by a test of their own, by another class, or only many at a time. */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "announcement",
                    "busy",
                    "callee",
                    "callee-hangs-up",
                    "cancel",
                    "crowd",
                    "load",
                    "person-presses",
                    "person-rings");

    private static final Set<String> STRANGERS =
            Set.of("stranger-is-challenged", "unknown-caller", "wrong-password");

    @TempDir static Path folder;
    private static OffhookProcess offhook;
    private static OffhookProcess single;
    private static ExecutorService callers;

    @BeforeAll
    static void start() throws Exception {
        offhook = OffhookProcess.serve(config(200, ""), in("offhook"));
        single = OffhookProcess.serve(config(1, ""), in("single"));
        callers = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    }

    private static String config(int maxCalls, String more) {
        return CONFIG.formatted(USER, Loopback.RANGE, maxCalls) + more;
    }

    @AfterAll
    static void stop() {
        Stream.of(callers, single, offhook)
                .filter(Objects::nonNull)
                .forEach(SippInteropTest::close);
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception unable) {
            throw new AssertionError(unable);
        }
    }

    /** Several callers at a time; each test waits for its own. */
    @TestFactory
    Stream<DynamicTest> scenario() throws Exception {
        return Stream.concat(eachFile(), variations())
                .map(plan -> Map.entry(name(plan), callers.submit(() -> follows(plan))))
                .toList()
                .stream()
                .map(call ->
                        DynamicTest.dynamicTest(call.getKey(), () -> outcome(call.getValue())));
    }

    private static Stream<Plan> eachFile() throws IOException {
        List<String> names = SippRun.scenarios();
        assertTrue(names.containsAll(ELSEWHERE) && names.containsAll(STRANGERS), names::toString);
        return names.stream().filter(name -> !ELSEWHERE.contains(name)).map(SippInteropTest::plan);
    }

    private static Plan plan(String scenario) {
        return switch (scenario) {
            case "answer-and-hang-up" -> call(scenario).pausing(Duration.ofSeconds(1));
            case "cancel-race" -> call(scenario).many(CALLS_IN_A_ROW, 5);
            case "unknown-user" -> Plan.call(scenario, "nobody-here");
            default -> STRANGERS.contains(scenario) ? call(scenario).byStranger() : call(scenario);
        };
    }

    private static Stream<Plan> variations() {
        return Stream.of(
                call("answer-and-hang-up").pausing(Duration.ofSeconds(1)).overTcp(),
                call("answer-and-hang-up").many(CALLS_IN_A_ROW, CALLS_IN_A_ROW),
                call("large-offer").overTcp(),
                call("hold-and-resume").overTcp(),
                call("options").overTcp());
    }

    private static void outcome(Future<?> call) throws Exception {
        try {
            call.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case AssertionError unexpected -> throw unexpected;
                case TestAbortedException notInstalled -> throw notInstalled;
                default -> throw failed;
            }
        }
    }

    @Test
    void eachScenarioSaysWhatItProves() throws Exception {
        for (String scenario : SippRun.scenarios()) {
            String third = Files.readAllLines(SippRun.scenario(scenario)).get(2);
            assertTrue(third.matches("<!-- Proves .+ -->"), scenario);
        }
    }

    private static Void follows(Plan plan) throws Exception {
        // A busy machine may be late once, and a caller that has repeated itself may then be told
        // things twice, which SIPp does not forgive; who only answers repeats is late each time.
        var stories = new StringBuilder();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            SippReport report =
                    SippRun.call(offhook.address(), plan, in(name(plan) + " " + attempt));
            if (report.retransmissions() == 0) {
                assertTrue(report.allWell(plan.calls()), () -> story(report, offhook));
                return null;
            }
            stories.append(report.story()).append('\n');
        }
        return fail("repeats each time:\n" + stories);
    }

    @Test
    void oneCallTooManyIsToldToComeBackLater() throws Exception {
        var held = call("answer-and-hang-up").pausing(Duration.ofSeconds(5));
        try (var first = SippRun.start(single.address(), held, in("first"))) {
            first.awaitLogged("established");
            SippReport second = SippRun.call(single.address(), call("busy"), in("second"));
            assertTrue(second.allWell(1), () -> story(second, single));
            SippReport ended = first.awaitEnd();
            assertTrue(ended.allWell(1), () -> story(ended, single));
            SippReport third =
                    SippRun.call(single.address(), call("answer-and-hang-up"), in("third"));
            assertTrue(third.allWell(1), () -> story(third, single));
        }
    }

    @Test
    void callersWhoGiveUpLeaveNoCallBehind() throws Exception {
        for (int i = 0; i < CALLS_IN_A_ROW; i++) {
            SippReport report =
                    SippRun.call(single.address(), call("cancel-race"), in("cancel-" + i));
            assertTrue(report.allWell(1), () -> story(report, single));
        }
    }

    @Test
    void aCallerWithoutSoundIsHungUp() throws Exception {
        String impatient = config(200, "media: {rtp-timeout: 2s}\n");
        try (var offhookInHaste = OffhookProcess.serve(impatient, in("impatient"))) {
            SippReport report =
                    SippRun.call(offhookInHaste.address(), call("callee-hangs-up"), in("mute"));
            assertTrue(report.allWell(1), () -> story(report, offhookInHaste));
        }
    }

    @Test
    void aServerThatStopsSaysGoodbyeToItsCallers() throws Exception {
        String atOnce = config(200, "shutdown: {limit: 0s}\n");
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
