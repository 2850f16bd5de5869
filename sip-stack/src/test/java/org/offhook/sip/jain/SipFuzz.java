package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sip.address.SipURI;
import org.offhook.sip.Callers;
import org.offhook.sip.SipConfig;
import org.offhook.sip.Transport;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.DigestSession;
import org.offhook.sip.machine.InfoDigit;
import org.offhook.sip.machine.RAck;
import org.offhook.sip.machine.SessionTimer;
import org.offhook.sip.machine.Sipfrag;

/**
 * Any bytes as a SIP message: read, answered as far as that needs no call, and, where a call would
 * come of them, the requests made that we would send in it. Whatever is thrown but by the parser as
 * ParseException is a finding. For Jazzer ({@code tests/bench/fuzz}) and {@link SipFuzzTest}; one
 * thread.
 */
public final class SipFuzz {
    private static final InetAddress PEER = InetAddress.ofLiteral("127.0.0.2");
    private static final int PEER_PORT = 5062;
    private static final SipConfig CONFIG =
            new SipConfig(
                            new InetSocketAddress("127.0.0.1", 0),
                            Set.of(Transport.UDP),
                            "",
                            10,
                            Duration.ofSeconds(5),
                            "Offhook")
                    .withCallers(new Callers(List.of(), Map.of("alice", "wonderland")));

    private static final Counters COUNTERS = new Counters();
    private static final GuardedParser PARSER = new GuardedParser(COUNTERS, new CountDownLatch(1));
    private static final Listeners.Open OPEN = open();
    private static final Messages MESSAGES =
            new Messages(CONFIG, new LocalAddress(OPEN.address(), -1, Optional.empty()));

    /** One that lets strangers in, and one that has them prove who they are. */
    private static final Admission OPEN_DOOR = admission(Callers.anyone());

    private static final Admission GUARDED_DOOR = admission(CONFIG.callers());

    private SipFuzz() {}

    private static Listeners.Open open() {
        try {
            return Listeners.open(CONFIG, COUNTERS);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private static Admission admission(Callers callers) {
        var core =
                new Core(
                        new SipThread(new ThreadGroup("fuzz")),
                        MESSAGES,
                        null,
                        new Calls(offered -> {}),
                        new Room(CONFIG.maxCalls(), () -> false),
                        new Door(callers),
                        COUNTERS,
                        SipTimers.rfc3261());
        return new Admission(OPEN.stack(), OPEN.provider(), core);
    }

    /** The entry point that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] datagram) {
        SIPMessage message;
        try {
            message = PARSER.parseSIPMessage(datagram, true, false, null);
        } catch (ParseException malformed) {
            return;
        }
        // JAIN-SIP drops what lacks one of these before anybody sees it.
        if (message == null
                || message.getTopmostVia() == null
                || message.getCallId() == null
                || message.getCSeq() == null
                || message.getFrom() == null
                || message.getTo() == null) {
            return;
        }
        message.setRemoteAddress(PEER);
        message.setRemotePort(PEER_PORT);
        message.setPeerPacketSourceAddress(PEER);
        message.setPeerPacketSourcePort(PEER_PORT);
        switch (message) {
            case SIPRequest request -> request(request);
            case SIPResponse response -> response(response);
            default -> throw new IllegalStateException("neither request nor response");
        }
    }

    private static void request(SIPRequest request) {
        var channel = new Answers(OPEN.stack(), SipFuzz::write);
        GUARDED_DOOR.processRequest(request, channel);
        if (OPEN_DOOR.processRequest(request, channel)
                && request.getMethod().equals("INVITE")
                && Dialog.target(request).isPresent()) {
            call(request);
        }
        InfoDigit.digit(Bodies.raw(request));
        Sipfrag.status(Bodies.raw(request));
    }

    /** What is read of an INVITE, and a response and a request of the call it would begin. */
    private static void call(SIPRequest invite) {
        Bodies.sdp(invite);
        Messages.unsupported(invite);
        SessionTimer.negotiate(
                Messages.value(invite, "Session-Expires"), JainInvite.supportsTimer(invite));
        Messages.listed(invite, "Allow");
        RAck.parse(Messages.value(invite, "RAck"));
        JainCall.reason(invite, "");
        SipURI contact =
                MESSAGES.contact(
                        JainInvite.user(invite.getRequestURI()),
                        LocalAddress.text(OPEN.address().getAddress()),
                        InDialog.transport(invite));
        SIPResponse ok = MESSAGES.response(invite, 200, "ours");
        MESSAGES.addContact(ok, contact);
        MESSAGES.addAbilities(ok);
        write(ok);
        Dialog dialog = Dialog.called(MESSAGES, invite, "ours", contact);
        dialog.advance(invite);
        write(dialog.request("BYE"));
    }

    private static void response(SIPResponse response) {
        var session = new DigestSession(new Credentials("alice", "wonderland"), new SecureRandom());
        var verdict =
                session.onChallenge(
                        Messages.values(response, "WWW-Authenticate"),
                        Messages.values(response, "Proxy-Authenticate"));
        if (verdict == DigestSession.Verdict.ANSWER) {
            session.headers("INVITE", "sip:alice@example.com");
        }
        SessionTimer.agreed(Messages.value(response, "Session-Expires"));
        Messages.seconds(response, "Expires");
        Messages.contacts(response);
        MESSAGES.listedAddresses(response, "Service-Route");
        Bodies.sdp(response);
    }

    private static void write(SIPMessage message) {
        message.encodeAsBytes("udp");
    }

    /** A connection that takes our answers. */
    private static final class Answers extends MessageChannel {
        private final SIPTransactionStack stack;
        private final Consumer<SIPMessage> to;

        Answers(SIPTransactionStack stack, Consumer<SIPMessage> to) {
            this.stack = stack;
            this.to = to;
        }

        @Override
        public void sendMessage(SIPMessage message) {
            to.accept(message);
        }

        @Override
        protected void sendMessage(byte[] message, InetAddress to, int port, boolean again) {}

        @Override
        public boolean isReliable() {
            return true;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public SIPTransactionStack getSIPStack() {
            return stack;
        }

        @Override
        public String getTransport() {
            return "tcp";
        }

        @Override
        public String getPeerAddress() {
            return PEER.getHostAddress();
        }

        @Override
        protected InetAddress getPeerInetAddress() {
            return PEER;
        }

        @Override
        protected String getPeerProtocol() {
            return "tcp";
        }

        @Override
        public int getPeerPort() {
            return PEER_PORT;
        }

        @Override
        public int getPeerPacketSourcePort() {
            return PEER_PORT;
        }

        @Override
        public InetAddress getPeerPacketSourceAddress() {
            return PEER;
        }

        @Override
        public String getKey() {
            return "tcp:" + PEER.getHostAddress();
        }

        @Override
        public String getViaHost() {
            return PEER.getHostAddress();
        }

        @Override
        public int getViaPort() {
            return PEER_PORT;
        }

        @Override
        public void close() {}
    }
}
