package org.offhook.sip.jain;

import gov.nist.javax.sip.ListeningPointExt;
import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.SipURI;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Transport;
import org.offhook.sip.locate.DeadHops;
import org.offhook.sip.locate.Hop;
import org.offhook.sip.machine.Credentials;

/**
 * Sends our requests: finds out where, over what, and goes on to the next place where one fails.
 * Used on the {@code sip} thread, which it keeps from waiting for networks: DNS is asked, and
 * connections are made and written to, on other threads.
 */
final class Outbound {
    private static final Logger LOG = LogManager.getLogger(Outbound.class);
    private static final int MOST_DEAD = 1000;

    private final SipProvider provider;
    private final SipThread thread;
    private final Messages messages;
    private final Locator locator;
    private final Lanes lanes;
    private final long silenceMillis;
    private final DeadHops dead = new DeadHops(MOST_DEAD);

    /** What sends. */
    record Means(SipProvider provider, SipThread thread, Messages messages) {}

    Outbound(Means means, Locator locator, Lanes lanes, long silenceMillis) {
        this.provider = means.provider();
        this.thread = means.thread();
        this.messages = means.messages();
        this.locator = locator;
        this.lanes = lanes;
        this.silenceMillis = silenceMillis;
    }

    /**
     * How a request gets there.
     *
     * @param local our own address toward it
     */
    record Way(InetAddress local, Hop hop) {
        Transport transport() {
            return hop.transport();
        }
    }

    /** A first request to someone, as {@link #open(SipURI, Optional, Function, Exchange)}. */
    void open(SipURI next, Function<Way, SIPRequest> build, Exchange exchange) {
        open(next, Optional.empty(), build, exchange);
    }

    /**
     * A first request to someone.
     *
     * @param next its first Route, else its Request-URI
     * @param preferred the place to try first, of those that are as good
     * @param build makes the request, anew for each place that is tried
     */
    void open(
            SipURI next,
            Optional<Hop> preferred,
            Function<Way, SIPRequest> build,
            Exchange exchange) {
        locator.find(
                messages.target(next),
                preferred,
                hops -> new Journey(this, hops, build, exchange).begin(),
                why -> fail(exchange, why));
    }

    /** The servers behind a URI that was looked up lately. */
    Set<InetAddress> known(SipURI next) {
        return locator.known(messages.target(next));
    }

    /** A request within a dialog, or one that goes where one like it went before. */
    void send(SIPRequest request, Exchange exchange) {
        if (request.getApplicationData() instanceof Hop hop) {
            transmit(request, hop, exchange);
            return;
        }
        Optional<SipURI> next = Messages.nextHop(request);
        if (next.isEmpty()) {
            fail(exchange, "cannot send " + request.getMethod() + ": its route is no SIP URI");
            return;
        }
        open(next.get(), unused -> (SIPRequest) request.clone(), exchange);
    }

    /** An exchange that answers challenges by itself, then hands on what comes. */
    Exchange proving(Optional<Credentials> who, LongSupplier nextSequence, Exchange exchange) {
        return who.isEmpty() ? exchange : new Proving(this, who.get(), nextSequence, exchange);
    }

    /**
     * ACK for a 2xx, which belongs to no transaction. Where it cannot be sent, the peer repeats its
     * 200, or ends the call for want of an ACK.
     */
    void sendAck(SIPRequest ack) {
        if (ack.getApplicationData() instanceof Hop hop) {
            travel(ack, hop, () -> provider.sendRequest(ack), why -> unsent(ack, why));
            return;
        }
        Optional<SipURI> next = Messages.nextHop(ack);
        if (next.isEmpty()) {
            unsent(ack, "its route is no SIP URI");
            return;
        }
        locator.find(
                messages.target(next.get()),
                Optional.empty(),
                hops -> {
                    ack.setApplicationData(dead.last(hops, System.nanoTime()).getFirst());
                    sendAck(ack);
                },
                why -> unsent(ack, why));
    }

    private static void unsent(SIPRequest ack, String why) {
        LOG.debug("call {}: cannot send ACK: {}", ack.getCallId().getCallId(), why);
    }

    /** An empty datagram; nobody answers it that we hear of. */
    void keepAlive(InetAddress peer, int port) {
        if (provider.getListeningPoint("udp") instanceof ListeningPointExt point) {
            try {
                point.sendHeartbeat(peer.getHostAddress(), port);
            } catch (IOException unreachable) {
                LOG.debug("no keep-alive to {}: {}", peer, unreachable.getMessage());
            }
        }
    }

    Lanes lanes() {
        return lanes;
    }

    DeadHops dead() {
        return dead;
    }

    Way way(Hop hop) {
        return new Way(messages.localToward(hop.address()), hop);
    }

    SipThread.Wake whenSilent(Runnable then) {
        return thread.wakeAfterMillis(silenceMillis, then);
    }

    void transmit(SIPRequest request, Hop hop, Exchange exchange) {
        request.setApplicationData(hop);
        travel(
                request,
                hop,
                () -> {
                    ClientTransaction transaction = provider.getNewClientTransaction(request);
                    transaction.setApplicationData(exchange);
                    transaction.sendRequest();
                },
                why -> fail(exchange, "cannot send " + request.getMethod() + ": " + why));
    }

    /** What JAIN-SIP does with one request. */
    private interface Sending {
        void run() throws SipException;
    }

    private void travel(SIPRequest request, Hop hop, Sending sending, Consumer<String> failed) {
        messages.travelsOver(request, hop.transport());
        Runnable work = () -> run(sending, failed);
        if (hop.transport() == Transport.UDP) {
            work.run();
            return;
        }
        var peer = new Lanes.Peer(hop.address(), hop.port(), hop.transport());
        String identity = hop.identity();
        Runnable verified = () -> ScopedValue.where(TlsSockets.IDENTITY, identity).run(work);
        if (!lanes.submitOrRefuse(peer, verified)) {
            failed.accept("too many requests wait for " + hop);
        }
    }

    private static void run(Sending sending, Consumer<String> failed) {
        try {
            sending.run();
        } catch (SipException | RuntimeException unreachable) {
            // JAIN-SIP reports a peer's impossible Route as an unchecked exception.
            failed.accept(reason(unreachable));
        }
    }

    void fail(Exchange exchange, String why) {
        thread.submitOrWait(() -> exchange.onNoResponse(why));
    }

    static String reason(Exception fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return String.valueOf(cause.getMessage());
    }
}
