package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.offhook.sip.jain.SipTimers;

/** More calls than there is room for are refused at once, and those under way do not notice. */
class OverloadTest {
    private static final int ROOM = 3;
    private static final int TOO_MANY = 300;
    private static final String[] OFFER = Wire.body("application/sdp", new String(Phone.OFFER));

    @Test
    void whoComesTooManyIsToldWhenToComeBackAndTheOthersGoOn() throws IOException {
        try (Phone phone = Phone.start(Phone.config(ROOM));
                Wire flood = new Wire(phone.stack.listening())) {
            List<Wire> wires = new ArrayList<>();
            List<Wire.Caller> callers = new ArrayList<>();
            for (int i = 0; i < ROOM; i++) {
                Wire wire = new Wire(phone.stack.listening());
                Wire.Caller caller = wire.new Caller();
                caller.isAnsweredBy(phone, new Phone.Side[1]);
                wires.add(wire);
                callers.add(caller);
            }
            areRefused(flood);
            assertEquals(TOO_MANY, phone.stack.counters().refused());
            assertEquals(ROOM, phone.stack.calls());
            for (int i = 0; i < ROOM; i++) {
                callers.get(i).send("OPTIONS");
                wires.get(i).receiveFinal().is(200);
                callers.get(i).send("BYE");
                wires.get(i).receiveFinal().is(200);
                wires.get(i).close();
            }
            Wire.Caller late = flood.new Caller();
            late.isAnsweredBy(phone, new Phone.Side[1]);
        }
    }

    /** Refusing takes neither the sip thread nor a place in its queue. */
    @Test
    void theyAreRefusedWhileTheSipThreadIsBusy() throws Exception {
        var entered = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        try (SipStack stack =
                        SipStack.start(
                                Phone.config(1),
                                SipTimers.rfc3261(),
                                invite -> {
                                    entered.countDown();
                                    await(left);
                                    invite.reject(486);
                                });
                Wire first = new Wire(stack.listening());
                Wire flood = new Wire(stack.listening())) {
            first.new Caller().send("INVITE", OFFER);
            await(entered);
            areRefused(flood);
            left.countDown();
            first.receiveFinal().is(486);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(180, TimeUnit.SECONDS));
        } catch (InterruptedException asked) {
            throw new IllegalStateException(asked);
        }
    }

    private static void areRefused(Wire flood) throws IOException {
        for (int i = 0; i < TOO_MANY; i++) {
            flood.new Caller().send("INVITE", OFFER);
            assertEquals("7", flood.receiveFinal().is(503).one("Retry-After"));
        }
    }
}
