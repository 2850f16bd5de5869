package org.offhook.sip.jain;

import java.util.ArrayDeque;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The one {@code sip} thread: runs commands from a bounded queue, and wake-ups, one after another.
 */
final class SipThread {
    private static final Logger LOG = LogManager.getLogger(SipThread.class);
    private static final String NAME = "sip";
    private static final int QUEUE = 4096;

    /** New calls get at most half of the queue, so that those under way can still end. */
    private static final int KEPT_FOR_CALLS = QUEUE / 2;

    private static final long PATIENCE_SECONDS = 2;

    private final ArrayBlockingQueue<Runnable> commands = new ArrayBlockingQueue<>(QUEUE);
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();
    private final TreeSet<Wake> wakes = new TreeSet<>();
    private final Thread thread;
    private long wakesMade;
    private volatile boolean stopped;

    SipThread(ThreadGroup group) {
        thread = new Thread(group, this::run, NAME);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** True on the {@code sip} thread of any stack. */
    static boolean isThis() {
        return Thread.currentThread().getName().equals(NAME);
    }

    boolean isOwner() {
        return Thread.currentThread() == thread;
    }

    /** A call not yet ours. False means overload: refuse it with 503. */
    boolean submitNewCallOrRefuse(Runnable command) {
        return !stopped && commands.remainingCapacity() > KEPT_FOR_CALLS && commands.offer(command);
    }

    /**
     * From any thread. On the {@code sip} thread itself the command runs after the present one;
     * elsewhere this waits while the queue is full. False means stopped, or stuck for seconds.
     */
    boolean submitOrWait(Runnable command) {
        if (isOwner()) {
            own.add(command);
            return true;
        }
        try {
            return !stopped && commands.offer(command, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return commands.offer(command);
        }
    }

    /** Runs the command once after that time, unless cancelled. On the {@code sip} thread only. */
    Wake wakeAfterMillis(long millis, Runnable command) {
        assert isOwner() : "wake-ups belong to " + thread;
        long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        Wake wake = new Wake(this, at, wakesMade++, command);
        wakes.add(wake);
        return wake;
    }

    /** Runs what is queued, then ends. Waits for that, except on the {@code sip} thread itself. */
    void stop() {
        submitOrWait(() -> stopped = true);
        if (!isOwner()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!stopped) {
            try {
                Runnable command = next();
                if (command != null) {
                    command.run();
                }
            } catch (InterruptedException notOurs) {
                LOG.warn("sip thread was interrupted and goes on");
            } catch (RuntimeException | Error bug) {
                // Our own mistake: this command is lost. Dying of it would leave a server that
                // answers probes and no call.
                LOG.error("sip thread: a command failed", bug);
            }
        }
    }

    private Runnable next() throws InterruptedException {
        Runnable mine = own.poll();
        if (mine != null) {
            return mine;
        }
        if (wakes.isEmpty()) {
            return commands.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        long waitNanos = wakes.first().atNanos - System.nanoTime();
        if (waitNanos <= 0) {
            return wakes.pollFirst().command;
        }
        return commands.poll(waitNanos, TimeUnit.NANOSECONDS);
    }

    /** One wake-up to come. Owned by the {@code sip} thread. */
    static final class Wake implements Comparable<Wake> {
        private final SipThread owner;
        private final long atNanos;
        private final long number;
        private final Runnable command;

        private Wake(SipThread owner, long atNanos, long number, Runnable command) {
            this.owner = owner;
            this.atNanos = atNanos;
            this.number = number;
            this.command = command;
        }

        /** Harmless after it ran. */
        void cancel() {
            owner.wakes.remove(this);
        }

        @Override
        public int compareTo(Wake other) {
            int byTime = Long.compare(atNanos - other.atNanos, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
