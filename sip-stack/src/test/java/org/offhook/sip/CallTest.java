package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One stack calls another on 127.0.0.1. */
class CallTest {
    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void aCallIsAnsweredAndTheCallerHangsUp(Transport transport) throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, transport);
            Invite invite = bob.invited();
            assertEquals("6001", invite.calledUser());
            assertEquals("offhook", invite.callerUser());
            assertEquals(InetAddress.getByName("127.0.0.1"), invite.localAddress());
            assertArrayEquals(Phone.OFFER, invite.offer());
            assertEquals(caller.call.id(), invite.callId());
            invite.ring();
            caller.hearsRinging();
            Phone.Side called = Phone.answers(invite);
            caller.hearsAnswer(Phone.ANSWER);
            assertEquals(1, bob.stack.calls());
            caller.call.hangUp();
            caller.hearsEndBy(CallEnd.By.US);
            called.hearsEndBy(CallEnd.By.PEER);
            assertEquals(0, bob.stack.calls());
            assertEquals(0, alice.stack.calls());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void theCalledSideHangsUp(Transport transport) throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, transport);
            Phone.Side called = bob.answers();
            caller.hearsAnswer(Phone.ANSWER);
            called.call.hangUp();
            called.call.hangUp();
            called.hearsEndBy(CallEnd.By.US);
            caller.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void theCallerGivesUpWhileItRings(Transport transport)
            throws IOException, InterruptedException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, transport);
            Invite invite = bob.invited();
            var cancelled = new CountDownLatch(1);
            invite.onCancelled(cancelled::countDown);
            invite.ring();
            caller.hearsRinging();
            caller.call.hangUp();
            assertEquals(487, caller.hearsEndBy(CallEnd.By.US).status());
            cancelled.await();
            assertEquals(0, bob.stack.calls());
            assertEquals(1, bob.stack.counters().cancelled());
        }
    }

    @Test
    void anAnswerAfterTheCallerGaveUpEndsAtOnce() throws IOException, InterruptedException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, Transport.UDP);
            Invite invite = bob.invited();
            var cancelled = new CountDownLatch(1);
            invite.onCancelled(cancelled::countDown);
            invite.ring();
            caller.hearsRinging();
            caller.call.hangUp();
            cancelled.await();
            Phone.answers(invite).hearsEndBy(CallEnd.By.PEER);
            var told = new CountDownLatch(1);
            invite.onCancelled(told::countDown);
            told.await();
        }
    }

    @Test
    void hangingUpBeforeAnyResponseCancelsAsSoonAsItMay() throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, Transport.UDP);
            caller.call.hangUp();
            // Nobody rings: JAIN-SIP's own 100 after 200 ms allows the CANCEL.
            caller.hearsEndBy(CallEnd.By.US);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void aBusyPhoneRefuses(Transport transport) throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, transport);
            bob.invited().reject(486);
            assertEquals(486, caller.hearsEndBy(CallEnd.By.PEER).status());
            assertEquals(0, alice.stack.calls());
            assertEquals(1, bob.stack.counters().rejected());
        }
    }

    @Test
    void aRefusalIsNotASuccess() throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = alice.dial(bob, Transport.UDP);
            Invite invite = bob.invited();
            assertThrows(IllegalArgumentException.class, () -> invite.reject(200));
            invite.reject(503, Duration.ofSeconds(3));
            assertEquals(503, caller.hearsEnd().status());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void oneCallTooManyIsRefused(Transport transport) throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start(Phone.config(2))) {
            Phone.Side first = alice.dial(bob, transport);
            bob.answers();
            first.hearsAnswer(Phone.ANSWER);
            Phone.Side second = alice.dial(bob, transport);
            bob.answers();
            second.hearsAnswer(Phone.ANSWER);
            assertEquals(503, alice.dial(bob, transport).hearsEnd().status());
            assertEquals(2, bob.stack.calls());
            assertEquals(1, bob.stack.counters().refused());
            first.call.hangUp();
            first.hearsEndBy(CallEnd.By.US);
            second.call.hangUp();
            second.hearsEndBy(CallEnd.By.US);
        }
    }

    @Test
    void aDrainingPhoneKeepsTheCallsItHas() throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side first = alice.dial(bob, Transport.UDP);
            Phone.Side called = bob.answers();
            first.hearsAnswer(Phone.ANSWER);
            bob.stack.refuseNewCalls();
            assertEquals(503, alice.dial(bob, Transport.UDP).hearsEnd().status());
            first.call.hangUp();
            called.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @Test
    void nobodyIsThere() throws IOException {
        try (Phone alice = Phone.start()) {
            Phone.Side caller = new Phone.Side();
            try (Socket silent = new Socket()) {
                silent.bind(new InetSocketAddress("127.0.0.1", 0)); // taken, but nobody listens
                String target = "sip:6001@127.0.0.1:" + silent.getLocalPort() + ";transport=tcp";
                caller.call = alice.stack.dial(target, Phone.OFFER, caller);
                caller.hearsEndBy(CallEnd.By.NETWORK);
            }
            assertEquals(0, alice.stack.calls());
        }
    }

    @Test
    void whatIsNoSipUriCannotBeDialled() throws IOException {
        try (Phone alice = Phone.start()) {
            Phone.Side nobody = new Phone.Side();
            for (String target : new String[] {"", "6001", "sip:a@b\r\nX: y", "<sip:a@b>"}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> alice.stack.dial(target, Phone.OFFER, nobody),
                        target);
            }
        }
    }

    @Test
    void closingTheStackEndsItsCalls() throws IOException {
        try (Phone alice = Phone.start()) {
            Phone bob = Phone.start();
            Phone.Side answered = alice.dial(bob, Transport.UDP);
            Phone.Side called = bob.answers();
            answered.hearsAnswer(Phone.ANSWER);
            Phone.Side waiting = alice.dial(bob, Transport.TCP);
            bob.invited();
            bob.close();
            called.hearsEndBy(CallEnd.By.US);
            answered.hearsEndBy(CallEnd.By.PEER);
            assertEquals(503, waiting.hearsEnd().status());
            bob.close();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (Phone alice = Phone.start()) {
            SipConfig same = Phone.config(1);
            var taken =
                    new SipConfig(
                            alice.stack.listening(),
                            same.transports(),
                            "",
                            1,
                            same.retryAfter(),
                            "x");
            IOException refused = assertThrows(IOException.class, () -> Phone.start(taken));
            String told = refused.getMessage();
            assertTrue(told.contains("127.0.0.1"), told);
            assertTrue(told.contains("" + alice.stack.listening().getPort()), told);
            assertTrue(told.contains("UDP") || told.contains("TCP"), told);
        }
    }

    @Test
    void aFreedPortCanBeUsedAgain() throws IOException {
        SipConfig config = Phone.config(1);
        SipConfig same;
        try (Phone alice = Phone.start(config)) {
            same =
                    new SipConfig(
                            alice.stack.listening(),
                            config.transports(),
                            "",
                            1,
                            config.retryAfter(),
                            "x");
        }
        Phone.start(same).close();
    }

    @Test
    void aFailingApplicationCostsItsCallerOneCall() throws IOException {
        var first = new LinkedBlockingQueue<Boolean>();
        first.add(true);
        var answered = new Phone.Side();
        try (Phone alice = Phone.start();
                SipStack bob =
                        SipStack.start(
                                Phone.config(5),
                                invite -> {
                                    if (first.poll() != null) {
                                        throw new IllegalStateException("as this test wants");
                                    }
                                    answered.call = invite.answer(Phone.ANSWER, answered);
                                })) {
            String target = "sip:x@127.0.0.1:" + bob.listening().getPort();
            Phone.Side one = new Phone.Side();
            alice.stack.dial(target, Phone.OFFER, one);
            assertEquals(500, one.hearsEnd().status());
            Phone.Side two = new Phone.Side();
            two.call = alice.stack.dial(target, Phone.OFFER, two);
            two.hearsAnswer(Phone.ANSWER);
            two.call.hangUp();
            answered.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @Test
    void closedStacksLeaveNoThreadBehind() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            try (Phone alice = Phone.start();
                    Phone bob = Phone.start()) {
                Phone.Side caller = alice.dial(bob, Transport.TCP);
                bob.answers();
                caller.hearsAnswer(Phone.ANSWER);
            }
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            ThreadGroup group = thread.getThreadGroup();
            boolean ours = group != null && group.getName().equals("sip");
            // One daemon timer is shared by all that JAIN-SIP ever starts.
            if (ours && !thread.getName().startsWith("BlockingQueueDispatchAuditor")) {
                thread.join(60_000);
                assertFalse(thread.isAlive(), thread + " is left");
            }
        }
    }

    @Test
    void aCallFromAClosedStackEndsAtOnce() throws IOException {
        Phone alice = Phone.start();
        alice.close();
        Phone.Side caller = new Phone.Side();
        caller.call = alice.stack.dial("sip:x@127.0.0.1", Phone.OFFER, caller);
        caller.hearsEndBy(CallEnd.By.US);
        caller.call.hangUp();
    }
}
