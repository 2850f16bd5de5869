package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.ListeningPointExt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.SipURI;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Transport;
import org.offhook.sip.machine.Credentials;

/** Sends our requests. Used on the {@code sip} thread, which it keeps from waiting for networks. */
final class Outbound {
    private static final Logger LOG = LogManager.getLogger(Outbound.class);
    private static final int CONNECTS_AT_ONCE = 32;

    private final SipProvider provider;
    private final SipThread thread;
    private final Messages messages;
    private final ThreadGroup group;
    private final Semaphore connects = new Semaphore(CONNECTS_AT_ONCE);

    Outbound(SipProvider provider, SipThread thread, Messages messages, ThreadGroup group) {
        this.provider = provider;
        this.thread = thread;
        this.messages = messages;
        this.group = group;
    }

    /**
     * A first request to someone: resolving the name and connecting may take seconds, so that
     * happens on a thread of its own, unless the target is an address to send datagrams to.
     *
     * @param build makes the request, given our own address toward the target
     */
    void open(SipURI target, Function<InetAddress, SIPRequest> build, Exchange exchange) {
        if (isAddress(target.getHost()) && messages.transport(target) == Transport.UDP) {
            connect(target, build, exchange);
        } else if (connects.tryAcquire()) {
            Runnable work =
                    () -> {
                        connect(target, build, exchange);
                        connects.release();
                    };
            Thread connector = new Thread(group, work, "sip-connect");
            connector.setDaemon(true);
            connector.start();
        } else {
            exchange.onNoResponse("too many connections are being made");
        }
    }

    private void connect(
            SipURI target, Function<InetAddress, SIPRequest> build, Exchange exchange) {
        try {
            String host = Optional.ofNullable(target.getMAddrParam()).orElse(target.getHost());
            InetAddress peer = InetAddress.getByName(host);
            transmit(build.apply(messages.localToward(peer)), exchange);
        } catch (UnknownHostException nobody) {
            fail(exchange, "unknown host " + target.getHost());
        } catch (SipException | RuntimeException unreachable) {
            fail(exchange, "cannot send to " + target + ": " + reason(unreachable));
        }
    }

    /** A request within a dialog. */
    void send(SIPRequest request, Exchange exchange) {
        try {
            transmit(request, exchange);
        } catch (SipException | RuntimeException unreachable) {
            // JAIN-SIP reports a peer's impossible Route as an unchecked exception.
            fail(exchange, "cannot send " + request.getMethod() + ": " + reason(unreachable));
        }
    }

    /** An exchange that answers challenges by itself, then hands on what comes. */
    Exchange proving(Optional<Credentials> who, LongSupplier nextSequence, Exchange exchange) {
        return who.isEmpty() ? exchange : new Proving(this, who.get(), nextSequence, exchange);
    }

    /** ACK for a 2xx: belongs to no transaction. */
    void sendAck(SIPRequest ack) throws SipException {
        provider.sendRequest(ack);
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

    private void transmit(SIPRequest request, Exchange exchange) throws SipException {
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(exchange);
        transaction.sendRequest();
    }

    private void fail(Exchange exchange, String why) {
        thread.submitOrWait(() -> exchange.onNoResponse(why));
    }

    private static String reason(Exception fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }
}
