package org.offhook.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.offhook.agent.Dialler.Outcome;
import org.offhook.agent.Dialler.Why;
import org.offhook.agent.OnMachine;
import org.offhook.agent.answering.AnsweredBy;

/** The command line of {@code offhook call} and what it exits with. */
class PlaceCallTest {
    private static final String URI = "sip:100@192.0.2.1";

    private final List<CallOrder> orders = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int call(Outcome outcome, String... arguments) {
        PlaceCall.Caller caller =
                (config, order) -> {
                    orders.add(order);
                    ports.add(config.sip().listen().getPort());
                    return outcome;
                };
        var all = new ArrayList<>(List.of("call"));
        all.addAll(List.of(arguments));
        return Offhook.with(new PlaceCall(caller))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static Outcome reached(AnsweredBy by, boolean left, int turns) {
        return new Outcome.Reached(by, left, turns, "us: done");
    }

    @Test
    void theOptionsBecomeAnOrder() {
        call(
                reached(AnsweredBy.MACHINE, true, 0),
                URI,
                "--agent",
                "desk",
                "--line",
                "office",
                "--message",
                "We called.",
                "--ring-timeout",
                "20s");
        assertEquals(
                List.of(
                        new CallOrder(
                                URI,
                                "desk",
                                "office",
                                OnMachine.LEAVE_MESSAGE,
                                Optional.of("We called."),
                                Duration.ofSeconds(20))),
                orders);
        assertEquals(List.of(0), ports, "any free port, beside a server");
    }

    @Test
    void withoutAMessageMachinesAreHungUpOn() {
        call(reached(AnsweredBy.HUMAN, false, 2), URI);
        assertEquals(OnMachine.HANG_UP, orders.getFirst().onMachine());
        assertEquals(Duration.ofSeconds(30), orders.getFirst().ringTimeout());
    }

    @Test
    void whatCannotBeMeantIsUsage() {
        Outcome none = reached(AnsweredBy.HUMAN, false, 1);
        assertEquals(2, call(none, "tel:100"));
        assertEquals(2, call(none, URI, "--on-machine", "leave-message"));
        assertEquals(2, call(none, URI, "--on-machine", "shout"));
        assertEquals(2, call(none, URI, "--ring-timeout", "1h"));
        assertEquals(List.of(), orders);
        assertTrue(err.toString().contains("--on-machine leave-message needs --message"));
    }

    @Test
    void theExitCodeSaysWhatBecameOfTheCall() {
        assertEquals(0, call(reached(AnsweredBy.HUMAN, false, 0), URI));
        assertEquals(0, call(reached(AnsweredBy.MACHINE, true, 0), URI));
        assertEquals(0, call(reached(AnsweredBy.IVR, false, 3), URI));
        assertEquals(6, call(reached(AnsweredBy.MACHINE, false, 0), URI));
        assertEquals(6, call(reached(AnsweredBy.FAX, false, 0), URI));
        assertEquals(6, call(reached(AnsweredBy.ANNOUNCEMENT, false, 0), URI));
        assertEquals(6, call(reached(AnsweredBy.UNKNOWN, false, 0), URI));
        assertEquals(3, call(new Outcome.NotReached(Why.BUSY, 486, "Busy Here"), URI));
        assertEquals(4, call(new Outcome.NotReached(Why.NO_ANSWER, 480, "away"), URI));
        assertEquals(5, call(new Outcome.NotReached(Why.REFUSED, 403, "Forbidden"), URI));
        assertEquals(1, call(new Outcome.NotReached(Why.FAILED, 408, "no response"), URI));
    }

    @Test
    void jsonIsOneObjectALine() {
        call(new Outcome.NotReached(Why.BUSY, 486, "say \"busy\""), URI, "--json");
        assertEquals(
                "{\"outcome\":\"busy\",\"status\":486,\"reason\":\"say \\\"busy\\\"\"}\n",
                out.toString());
        call(reached(AnsweredBy.MACHINE, true, 0), URI, "--json");
        assertTrue(
                out.toString()
                        .endsWith(
                                "{\"outcome\":\"answered\",\"by\":\"machine\",\"messageLeft\":true,"
                                        + "\"turns\":0,\"end\":\"us: done\"}\n"),
                out.toString());
    }
}
