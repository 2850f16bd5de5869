package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sip.ClientTransaction;
import javax.sip.address.SipURI;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.machine.PeerWatch;

/** Does what the {@link PeerWatch} of one line asks for. Owned by the {@code sip} thread. */
final class Heartbeat implements PeerWatch.Effects {
    private static final Logger LOG = LogManager.getLogger(Heartbeat.class);

    private final Core core;
    private final String line;
    private final SipURI next;
    private final Function<Outbound.Way, SIPRequest> build;
    private final PeerWatch watch;
    private Optional<SipThread.Wake> wake = Optional.empty();
    private boolean isRunning;
    private volatile Optional<String> away = Optional.empty();

    /**
     * @param next where it goes first
     * @param build makes the OPTIONS
     */
    Heartbeat(
            Core core,
            String line,
            Duration every,
            SipURI next,
            Function<Outbound.Way, SIPRequest> build) {
        this.core = core;
        this.line = line;
        this.next = next;
        this.build = build;
        this.watch = new PeerWatch(every.toNanos());
    }

    /** Twice is harmless. */
    void start() {
        if (!isRunning) {
            isRunning = true;
            watch.onWake(System.nanoTime(), this);
        }
    }

    void stop() {
        wake.ifPresent(SipThread.Wake::cancel);
    }

    /** Why the server is said to be away; empty where it is not. For any thread. */
    Optional<String> isAway() {
        return away;
    }

    @Override
    public void ask(int number) {
        core.outbound().open(next, build, new Asked(number));
    }

    private final class Asked implements Exchange {
        private final int number;

        Asked(int number) {
            this.number = number;
        }

        @Override
        public void onResponse(ClientTransaction transaction, SIPResponse response) {
            int status = response.getStatusCode();
            if (status >= 200) {
                watch.onAnswer(number, status, System.nanoTime(), Heartbeat.this);
            }
        }

        @Override
        public void onNoResponse(String why) {
            watch.onNoAnswer(number, why, System.nanoTime(), Heartbeat.this);
        }
    }

    @Override
    public void wakeAt(long nanos) {
        wake.ifPresent(SipThread.Wake::cancel);
        long millis = Math.max(0, (nanos - System.nanoTime()) / 1_000_000);
        Runnable now = () -> watch.onWake(System.nanoTime(), this);
        wake = Optional.of(core.thread().wakeAfterMillis(millis, now));
    }

    @Override
    public void away(String why) {
        away = Optional.of(why);
        LOG.warn("line {}: its server is away: {}", line, why);
    }

    @Override
    public void back() {
        away = Optional.empty();
        LOG.info("line {}: its server answers again", line);
    }
}
