package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Invite;
import org.offhook.sip.Reoffer;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipStack;
import org.offhook.sip.Transport;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.SippReport;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.SippRun.Plan;
import org.offhook.tests.peer.TlsTunnel;

/**
 * Dialogs with scripted peers in which we do what the program itself does only at times: ring,
 * offer, give up. The stack is real and so are its timers. Each scenario in {@code
 * resources/sipp/dialogs} says what it proves.
 */
@Timeout(1_200)
class SippDialogsTest {
    private static final int ATTEMPTS = 4;
    private static final int AT_ONCE = 8;

    /** More than half of the shortest session that RFC 4028 allows, 90 s, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    private static final byte[] OFFER = sdp("offer");
    private static final byte[] ANSWER = sdp("answer");
    private static final ExecutorService CALLS =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());

    @TempDir static Path folder;

    @AfterAll
    static void stop() {
        CALLS.close();
    }

    private static byte[] sdp(String name) {
        String text = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=" + name + "\r\nt=0 0\r\n";
        return (text + "m=audio 9 RTP/AVP 0\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Our side of a scenario. */
    private interface Script {
        void play(Side side, SippRun peer) throws Exception;
    }

    private enum Over {
        UDP,
        TCP,
        /** Calls to us only. */
        TLS,
        IPV6
    }

    /** One who is called by us, or calls us. */
    private record Scenario(String name, boolean calls, Script script, Over over) {
        String title() {
            return over == Over.UDP ? name : name + " over " + over;
        }

        String transport() {
            return switch (over) {
                case UDP -> "udp";
                case TCP, TLS -> "tcp";
                case IPV6 -> "udp6";
            };
        }
    }

    private static final List<Scenario> SCENARIOS =
            List.of(
                    called("we-confirm-in-order", SippDialogsTest::answeredAndHungUp),
                    called("we-follow-a-redirect", SippDialogsTest::answeredAndHungUp),
                    called(
                            "an-answer-crosses-our-cancel",
                            (side, peer) -> {
                                side.hears("ringing");
                                side.call.hangUp();
                                side.hears("ended by US");
                            }),
                    called(
                            "two-phones-answer-our-call",
                            (side, peer) -> {
                                side.hears("answer callee");
                                peer.awaitLogged("one is left");
                                side.call.hangUp();
                            }),
                    called(
                            "offers-cross-in-our-call",
                            (side, peer) -> {
                                side.hears("answer callee");
                                peer.awaitLogged("established");
                                side.call.offer(OFFER);
                                side.hears("offer");
                                side.reoffer.answer(ANSWER);
                                side.hears("answer callee");
                                side.call.hangUp();
                            }),
                    called(
                            "we-refresh-by-update",
                            (side, peer) -> {
                                side.hears("answer callee");
                                side.hears("offer");
                                side.reoffer.answer(ANSWER);
                                peer.awaitLogged("over");
                                side.call.hangUp();
                            }),
                    called("we-refresh-by-invite", SippDialogsTest::answeredAndHungUpWhenOver),
                    called("the-callee-refreshes", SippDialogsTest::answeredAndHungUpWhenOver),
                    calls(
                            "ringing-is-confirmed",
                            (side, peer) -> {
                                side.invite.ring();
                                peer.awaitLogged("confirmed");
                                side.answers();
                                side.hears("ended by PEER");
                            }),
                    calls("ringing-is-never-confirmed", (side, peer) -> side.invite.ring()),
                    calls(
                            "prack-comes-after-the-answer",
                            (side, peer) -> {
                                side.invite.ring();
                                peer.awaitLogged("ringing");
                                side.answers();
                                side.hears("ended by PEER");
                            }),
                    calls(
                            "offers-cross-in-a-call-to-us",
                            (side, peer) -> {
                                side.answers();
                                peer.awaitLogged("established");
                                side.call.offer(OFFER);
                                side.hears("answer caller");
                                peer.awaitLogged("over");
                                side.call.hangUp();
                            }),
                    calls(
                            "updates-cross",
                            (side, peer) -> {
                                side.answers();
                                peer.awaitLogged("established");
                                side.call.offer(OFFER);
                                side.hears("answer caller");
                                side.hears("offer");
                                peer.awaitLogged("refused");
                                side.reoffer.answer(ANSWER);
                                side.hears("ended by PEER");
                            }),
                    calls("we-refresh-by-invite-for-a-caller", SippDialogsTest::answersOnly),
                    calls("we-refresh-by-update-for-a-caller", SippDialogsTest::answersOnly));

    private static Scenario called(String name, Script script) {
        return new Scenario(name, false, script, Over.UDP);
    }

    private static Scenario calls(String name, Script script) {
        return new Scenario(name, true, script, Over.UDP);
    }

    /** The same by other ways. */
    private static Stream<Scenario> others() {
        return Stream.of(
                again("we-confirm-in-order", Over.TCP),
                again("offers-cross-in-our-call", Over.TCP),
                again("ringing-is-confirmed", Over.TCP),
                again("ringing-is-confirmed", Over.TLS),
                again("prack-comes-after-the-answer", Over.TLS),
                again("we-confirm-in-order", Over.IPV6),
                again("updates-cross", Over.IPV6));
    }

    private static Scenario again(String name, Over over) {
        return SCENARIOS.stream()
                .filter(each -> each.name().equals(name))
                .map(each -> new Scenario(name, each.calls(), each.script(), over))
                .findFirst()
                .orElseThrow();
    }

    private static void answeredAndHungUp(Side side, SippRun peer) throws Exception {
        side.hears("answer callee");
        side.call.hangUp();
    }

    private static void answeredAndHungUpWhenOver(Side side, SippRun peer) throws Exception {
        side.hears("answer callee");
        peer.awaitLogged("over");
        side.call.hangUp();
        side.hears("ended by US");
    }

    private static void answersOnly(Side side, SippRun peer) throws Exception {
        side.answers();
        side.hears("ended by PEER");
    }

    @TestFactory
    Stream<DynamicTest> scenario() throws IOException {
        Path files = SippRun.scenario("dialogs/updates-cross").getParent();
        try (Stream<Path> found = Files.list(files)) {
            assertEquals(
                    Set.copyOf(SCENARIOS.stream().map(each -> each.name() + ".xml").toList()),
                    Set.copyOf(found.map(file -> file.getFileName().toString()).toList()));
        }
        return Stream.concat(SCENARIOS.stream(), others())
                .map(each -> Map.entry(each.title(), CALLS.submit(() -> follows(each))))
                .toList()
                .stream()
                .map(call ->
                        DynamicTest.dynamicTest(call.getKey(), () -> outcome(call.getValue())));
    }

    private static void outcome(Future<?> call) throws Throwable {
        try {
            call.get();
        } catch (ExecutionException failed) {
            throw failed.getCause();
        }
    }

    private static Void follows(Scenario scenario) throws Exception {
        String file = "dialogs/" + scenario.name();
        String third = Files.readAllLines(SippRun.scenario(file)).get(2);
        assertTrue(third.matches("<!-- Proves .+ -->"), third);
        var plan = new Plan(file, 1, 50, scenario.transport(), "6001", Duration.ZERO, PATIENCE);
        var stories = new StringBuilder();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Path in = Files.createDirectories(folder.resolve(scenario.title() + " " + attempt));
            SippReport report =
                    scenario.calls() ? calls(scenario, plan, in) : called(scenario, plan, in);
            if (report.allWell(1)) {
                return null;
            }
            stories.append(report.story()).append('\n');
            // A busy machine may be late, and who repeats itself is told things twice.
            assertTrue(report.retransmissions() > 0, stories::toString);
        }
        throw new AssertionError("repeats each time:\n" + stories);
    }

    /** SIPp calls us. */
    private static SippReport calls(Scenario scenario, Plan plan, Path in) throws Exception {
        var side = new Side();
        SipConfig config = config(scenario);
        if (scenario.over() != Over.TLS) {
            try (SipStack stack = SipStack.start(config, side::onInvite)) {
                return calls(scenario, plan, in, side, stack.listening());
            }
        }
        try (var tunnel = new TlsTunnel(config.listen());
                SipStack stack =
                        SipStack.start(config.withTls(tunnel.identity(in)), side::onInvite)) {
            InetAddress here = stack.listening().getAddress();
            tunnel.leadsTo(new InetSocketAddress(here, stack.tlsPort()));
            return calls(scenario, plan, in, side, tunnel.address());
        }
    }

    private static SippReport calls(
            Scenario scenario, Plan plan, Path in, Side side, InetSocketAddress us)
            throws Exception {
        try (SippRun peer = SippRun.start(us, plan, in)) {
            side.hears("called");
            scenario.script().play(side, peer);
            return peer.awaitEnd();
        }
    }

    /** We call SIPp. */
    private static SippReport called(Scenario scenario, Plan plan, Path in) throws Exception {
        var side = new Side();
        try (SipStack stack = SipStack.start(config(scenario), side::onInvite);
                SippRun peer = SippRun.await(plan, in)) {
            String by = scenario.over() == Over.TCP ? ";transport=tcp" : "";
            String uri = "sip:callee@" + Loopback.text(peer.address()) + by;
            side.call = stack.dial(uri, OFFER, side);
            scenario.script().play(side, peer);
            return peer.awaitEnd();
        }
    }

    private static SipConfig config(Scenario scenario) {
        boolean six = scenario.over() == Over.IPV6;
        InetAddress here = six ? InetAddress.ofLiteral("::1") : Loopback.next();
        return new SipConfig(
                new InetSocketAddress(here, 0),
                Set.of(Transport.UDP, Transport.TCP),
                "",
                10,
                Duration.ofSeconds(1),
                "dialogs");
    }

    /** Our end of one call, and what it was told. */
    private static final class Side implements CallListener {
        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
        private volatile Invite invite;
        private volatile Call call;
        private volatile Reoffer reoffer;

        void onInvite(Invite some) {
            invite = some;
            news.add("called");
        }

        void answers() {
            call = invite.answer(ANSWER, this);
        }

        /** Waits until that is told, whatever comes before. */
        void hears(String what) throws InterruptedException {
            String heard = "";
            while (!what.equals(heard)) {
                heard = news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (heard == null) {
                    throw new AssertionError("waited in vain for: " + what);
                }
            }
        }

        @Override
        public void onRinging() {
            news.add("ringing");
        }

        @Override
        public void onAnswer(byte[] sdp) {
            String text = new String(sdp, StandardCharsets.UTF_8);
            news.add("answer " + (text.contains("o=callee") ? "callee" : "caller"));
        }

        @Override
        public void onOfferRefused(int status) {
            news.add("refused " + status);
        }

        @Override
        public void onReoffer(Reoffer offered) {
            reoffer = offered;
            news.add("offer");
        }

        @Override
        public void onEnded(CallEnd end) {
            news.add("ended by " + end.by());
        }
    }
}
