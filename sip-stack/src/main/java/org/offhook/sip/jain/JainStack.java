package org.offhook.sip.jain;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sip.SipProvider;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Call;
import org.offhook.sip.CallListener;
import org.offhook.sip.Invite;
import org.offhook.sip.Line;
import org.offhook.sip.LineConfig;
import org.offhook.sip.Pong;
import org.offhook.sip.SipConfig;
import org.offhook.sip.SipCounters;
import org.offhook.sip.dns.Dns;

/**
 * JAIN-SIP, the {@code sip} thread and all calls and lines on them. Its methods may be called from
 * any thread.
 */
public final class JainStack {
    private static final Logger LOG = LogManager.getLogger(JainStack.class);

    /** A sip thread that is this late will not come back. */
    private static final long STUCK_MILLIS = 3000;

    /** How often the goodbyes are looked at while closing. */
    private static final long GLANCE_MILLIS = 5;

    private final SipStackImpl jain;
    private final SipProvider provider;
    private final InetSocketAddress listening;
    private final int tlsPort;
    private final Core core;
    private final Set<JainLine> lines = new LinkedHashSet<>();
    private final ThreadGroup group;
    private final AtomicBoolean closing = new AtomicBoolean();

    private JainStack(
            Listeners.Open open,
            Optional<InetAddress> external,
            ThreadGroup group,
            Counters counters,
            Start start) {
        this.group = group;
        this.jain = open.stack();
        this.provider = open.provider();
        this.listening = open.address();
        this.tlsPort = open.tlsPort();
        SipConfig config = start.config();
        var messages = new Messages(config, new LocalAddress(listening, tlsPort, external));
        var thread = new SipThread(group);
        var lanes = new Lanes(thread, group);
        var locator =
                new Locator(
                        thread,
                        Dns.of(config.nameServer(), Duration.ofMillis(start.timers().lookup())),
                        messages.reach());
        this.core =
                new Core(
                        thread,
                        messages,
                        new Outbound(
                                new Outbound.Means(provider, thread, messages),
                                locator,
                                lanes,
                                start.timers().silence()),
                        new Calls(offered -> offer(offered, start.onInvite())),
                        new Room(config.maxCalls(), new HeapWatch()),
                        new Door(config.callers()),
                        counters,
                        start.timers());
    }

    /** What a stack is made of. */
    public record Start(SipConfig config, SipTimers timers, Consumer<Invite> onInvite) {}

    /** Throws IOException, naming address, port and transport, where one cannot be listened on. */
    public static JainStack start(Start start) throws IOException {
        var counters = new Counters();
        var group = new JainThreads(counters);
        // JAIN-SIP's threads are born in the group of the thread that starts it.
        var work = new FutureTask<>(() -> startIn(group, counters, start));
        new Thread(group, work, "sip-start").start();
        try {
            return work.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException world -> throw new IOException(world.getMessage(), world);
                case RuntimeException bug -> throw bug;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while SIP started", asked);
        }
    }

    private static JainStack startIn(JainThreads group, Counters counters, Start start)
            throws IOException {
        Optional<InetAddress> external = LocalAddress.resolve(start.config().externalAddress());
        Listeners.Open open = listen(group, counters, start);
        JainStack stack = new JainStack(open, external, group, counters, start);
        stack.core.thread().start();
        stack.jain.sipMessageValves.add(new Admission(stack.jain, stack.provider, stack.core));
        try {
            stack.provider.addSipListener(new JainListener(stack.provider, stack.core));
        } catch (TooManyListenersException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
        LOG.debug("SIP listens on {} {}", stack.listening, start.config().transports());
        return stack;
    }

    private static Listeners.Open listen(JainThreads group, Counters counters, Start start)
            throws IOException {
        try {
            return Listeners.open(start.config(), counters);
        } catch (IOException taken) {
            group.interrupt(); // what a half-started JAIN-SIP leaves waiting
            throw taken;
        }
    }

    private void offer(Calls.Offered offered, Consumer<Invite> onInvite) {
        String called = JainInvite.user(offered.request().getRequestURI());
        Optional<JainInvite> invite = JainInvite.of(core, offered, line(called));
        try {
            invite.ifPresent(onInvite);
        } catch (RuntimeException bug) {
            LOG.error("call {}: the application failed", invite.orElseThrow().callId(), bug);
            invite.orElseThrow().reject(500);
        }
    }

    /** The line that this call was sent to: its PBX may challenge us, and sees where we are. */
    private Optional<JainLine> line(String calledUser) {
        return lines.stream().filter(line -> line.user().equals(calledUser)).findFirst();
    }

    public int tlsPort() {
        return tlsPort;
    }

    public InetSocketAddress listening() {
        return listening;
    }

    public Line register(LineConfig config) {
        List<JainLine> made = new ArrayList<>();
        JainLine line = new JainLine(core, config, () -> lines.removeAll(made));
        made.add(line);
        core.thread()
                .submitOrWait(() -> {
                    lines.add(line);
                    line.start();
                });
        return line;
    }

    /** Throws IllegalArgumentException where the target is no SIP URI. */
    public Call dial(String target, byte[] offer, CallListener listener) {
        return dial(null, target, offer, listener);
    }

    /** As the line's user, with its credentials. */
    public Call dial(Line from, String target, byte[] offer, CallListener listener) {
        Optional<JainLine> line =
                from instanceof JainLine ours ? Optional.of(ours) : Optional.empty();
        return Order.of(core, target, line, offer).place(core, listener);
    }

    /** Throws IllegalArgumentException where the line is not of this stack. */
    public void ping(Line line, Consumer<Pong> told) {
        if (!(line instanceof JainLine ours)) {
            throw new IllegalArgumentException("no line of this stack");
        }
        core.thread().submitOrWait(() -> Ping.send(core, ours, told));
    }

    public void answersFor(Predicate<String> user) {
        core.door().answersFor(user);
    }

    public void refuseNewCalls() {
        core.room().drain();
    }

    public int calls() {
        return core.room().taken();
    }

    public SipCounters counters() {
        return core.counters().read();
    }

    /** Ends all calls and lines, waits a little for the peers to answer, then frees the ports. */
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        core.room().drain();
        var quiet = new CountDownLatch(1);
        long until = System.nanoTime() + core.timers().farewell() * 1_000_000;
        core.thread().submitOrWait(() -> leave(until, quiet));
        if (!core.thread().isOwner()) {
            await(quiet);
        }
        core.thread().submitOrWait(() -> core.calls().all().forEach(DialogUser::abandon));
        core.thread().stop();
        freePorts();
        LOG.info("SIP stopped listening on {}", listening);
    }

    private void leave(long untilNanos, CountDownLatch quiet) {
        core.calls().all().forEach(DialogUser::leave);
        List.copyOf(lines).forEach(JainLine::close);
        glance(untilNanos, quiet);
    }

    private void glance(long untilNanos, CountDownLatch quiet) {
        boolean all = core.calls().isEmpty() && lines.isEmpty();
        if (all || System.nanoTime() - untilNanos >= 0) {
            quiet.countDown();
        } else {
            core.thread().wakeAfterMillis(GLANCE_MILLIS, () -> glance(untilNanos, quiet));
        }
    }

    private void await(CountDownLatch quiet) {
        try {
            long limit = core.timers().farewell() + STUCK_MILLIS;
            if (!quiet.await(limit, TimeUnit.MILLISECONDS)) {
                LOG.warn("the sip thread is stuck; closing without goodbyes");
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private void freePorts() {
        Thread[] receivers = threads("MessageProcessorThread");
        // JAIN-SIP sleeps for a second after it has closed its sockets; nobody needs that.
        Thread stopper = new Thread(this::endThreads, "sip-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            // A port is free only when the thread that was blocked on its socket has left it.
            for (Thread receiver : receivers) {
                receiver.join(STUCK_MILLIS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread[] threads(String named) {
        Thread[] threads = new Thread[2 * group.activeCount() + 8];
        int found = group.enumerate(threads);
        return Stream.of(threads)
                .limit(found)
                .filter(thread -> thread.getName().startsWith(named))
                .toArray(Thread[]::new);
    }

    /** Some of JAIN-SIP's threads, one of them no daemon, wait for ever unless interrupted. */
    private void endThreads() {
        for (Thread scanner : threads("EventScannerThread")) {
            scanner.interrupt();
        }
        jain.stop();
        group.interrupt(); // not earlier: an interrupted UDP worker of a running stack breaks
    }
}
