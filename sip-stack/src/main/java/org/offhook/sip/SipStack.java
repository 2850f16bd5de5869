package org.offhook.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.offhook.sip.jain.JainStack;
import org.offhook.sip.jain.SipTimers;

/**
 * The door of this module: listens for calls, registers lines, places calls. Its methods may be
 * called from any thread; everything it tells, it tells on its one {@code sip} thread.
 */
public final class SipStack implements AutoCloseable {
    private final JainStack jain;

    private SipStack(JainStack jain) {
        this.jain = jain;
    }

    /**
     * Listens on one port for all configured transports.
     *
     * @param onInvite told each new call, on the {@code sip} thread; must return at once
     * @throws IOException naming address, port and transport, where the port is taken
     */
    public static SipStack start(SipConfig config, Consumer<Invite> onInvite) throws IOException {
        return start(config, SipTimers.rfc3261(), onInvite);
    }

    /** With other timers, for tests. */
    static SipStack start(SipConfig config, SipTimers timers, Consumer<Invite> onInvite)
            throws IOException {
        return new SipStack(JainStack.start(new JainStack.Start(config, timers, onInvite)));
    }

    /** The address and port really bound. */
    public InetSocketAddress listening() {
        return jain.listening();
    }

    /** The port really bound for TLS, at that address; -1 where TLS is not spoken. */
    public int tlsPort() {
        return jain.tlsPort();
    }

    /** Registers the line and keeps it registered until it or the stack is closed. */
    public Line register(LineConfig line) {
        return jain.register(line);
    }

    /**
     * Places a call, without credentials.
     *
     * @param targetUri {@code sip:[user@]host[:port][;transport=tcp]}
     * @throws IllegalArgumentException where that is no SIP URI
     */
    public Call dial(String targetUri, byte[] offer, CallListener listener) {
        return jain.dial(targetUri, offer, listener);
    }

    /** As {@link #dial(String, byte[], CallListener)}, as the line's user with its credentials. */
    public Call dialFrom(Line line, String targetUri, byte[] offer, CallListener listener) {
        return jain.dial(line, targetUri, offer, listener);
    }

    /**
     * Asks the line's registrar by OPTIONS who it is and where it sees us, with the line's
     * credentials.
     *
     * @param told once, on the {@code sip} thread
     */
    public void ping(Line line, Consumer<Pong> told) {
        jain.ping(line, told);
    }

    /**
     * Who is asked for by OPTIONS and is not one of these is told to be unknown, 404; without a
     * user it is us that is asked for. Everyone is known before this is said.
     *
     * @param user called with the user part of a URI, from any thread; must return at once
     */
    public void answersFor(Predicate<String> user) {
        jain.answersFor(user);
    }

    /** From now on 503 with Retry-After to new calls and OPTIONS; the calls we have go on. */
    public void refuseNewCalls() {
        jain.refuseNewCalls();
    }

    /** Calls alive: offered, answered or placed, and not yet over. */
    public int calls() {
        return jain.calls();
    }

    public SipCounters counters() {
        return jain.counters();
    }

    /** Hangs up all calls, unregisters all lines, waits up to 2 s for that, frees the ports. */
    @Override
    public void close() {
        jain.close();
    }
}
