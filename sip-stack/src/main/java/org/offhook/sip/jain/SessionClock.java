package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.Set;
import javax.sip.ClientTransaction;
import javax.sip.message.Response;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.SessionTimer;

/**
 * Watches one call's session timer (RFC 4028): refreshes where that is ours to do, by UPDATE or,
 * for a peer that knows none, by re-INVITE, else ends the call when the peer's refresh stays away.
 * Owned by the {@code sip} thread.
 */
final class SessionClock {
    private final Core core;
    private final JainCall call;
    private final Optional<Credentials> who;
    private Optional<SessionTimer> agreed = Optional.empty();
    private Optional<SipThread.Wake> wake = Optional.empty();
    private boolean byUpdate;

    /** The smallest that a 422 allowed; 0 where none came. */
    private int minSeconds;

    SessionClock(Core core, JainCall call, Optional<Credentials> who) {
        this.core = core;
        this.call = call;
        this.who = who;
    }

    /** What the peer's Allow lists, lower case. */
    void peerAllows(Set<String> methods) {
        byUpdate = methods.contains("update");
    }

    /** Puts what was agreed into our 2xx and starts (again). */
    void accept(SessionTimer.Verdict verdict, SIPResponse ok) {
        if (verdict instanceof SessionTimer.Verdict.Agreed(SessionTimer timer)) {
            Messages.add(ok, "Session-Expires", timer.header());
            Messages.add(ok, "Require", "timer");
            run(timer);
        } else {
            stop(); // a 2xx without Session-Expires ends the timer (§7.2)
        }
    }

    /** Puts what was agreed into an INVITE of ours, which refreshes whatever else it is for. */
    void write(SIPRequest invite) {
        agreed.ifPresent(timer -> write(invite, timer));
    }

    private void write(SIPRequest request, SessionTimer timer) {
        Messages.add(request, "Session-Expires", timer.asked());
        if (minSeconds > 0) {
            Messages.add(request, "Min-SE", Integer.toString(minSeconds));
        }
    }

    /** After a 422 (§7.3); false where it asks for nothing new. */
    boolean raise(SIPResponse tooSmall) {
        int wanted = Messages.seconds(tooSmall, "Min-SE");
        boolean more = agreed.isPresent() && agreed.get().seconds() < wanted;
        if (more) {
            minSeconds = wanted;
            agreed = agreed.map(timer -> timer.atLeast(wanted));
        }
        return more;
    }

    void run(SessionTimer timer) {
        cancel();
        agreed = Optional.of(timer);
        Runnable due = timer.ours() ? this::refresh : this::expired;
        long millis = timer.actAfterSeconds() * core.timers().sessionSecond();
        wake = Optional.of(core.thread().wakeAfterMillis(millis, due));
    }

    private void expired() {
        call.breakOff("the session timer ran out");
    }

    private void refresh() {
        if (agreed.isPresent() && byUpdate) {
            update(agreed.get());
        } else if (agreed.isPresent()) {
            call.offerAgain();
        }
    }

    private void update(SessionTimer timer) {
        Dialog dialog = call.dialog();
        SIPRequest update = dialog.request("UPDATE");
        core.messages().addContact(update, dialog.contact());
        Messages.add(update, "Supported", "timer");
        write(update, timer);
        Exchange refresh = new Refresh(timer);
        core.outbound().send(update, core.outbound().proving(who, dialog::nextSequence, refresh));
    }

    private final class Refresh implements Exchange {
        private final SessionTimer timer;

        Refresh(SessionTimer timer) {
            this.timer = timer;
        }

        @Override
        public void onResponse(ClientTransaction transaction, SIPResponse response) {
            int status = response.getStatusCode();
            if (status < 200 || !call.isAlive()) {
                return;
            }
            if (status < 300) {
                call.dialog().refreshTarget(response);
                String header = Messages.value(response, "Session-Expires");
                run(SessionTimer.agreed(header).orElse(timer));
                return;
            }
            switch (status) {
                case 481, 408 -> call.breakOff("the peer does not know the call any more");
                case Response.METHOD_NOT_ALLOWED, Response.NOT_IMPLEMENTED -> {
                    byUpdate = false;
                    refresh();
                }
                case 422 -> {
                    if (raise(response)) {
                        refresh();
                    } else {
                        again();
                    }
                }
                default -> again();
            }
        }

        @Override
        public void onNoResponse(String why) {
            call.breakOff("session refresh: " + why);
        }
    }

    /** A refresh came to nothing: the next is due before the session is over. */
    void again() {
        if (agreed.isPresent() && agreed.get().ours()) {
            cancel();
            long millis = agreed.get().againAfterSeconds() * core.timers().sessionSecond();
            wake = Optional.of(core.thread().wakeAfterMillis(millis, this::refresh));
        }
    }

    void stop() {
        agreed = Optional.empty();
        cancel();
    }

    private void cancel() {
        wake.ifPresent(SipThread.Wake::cancel);
        wake = Optional.empty();
    }
}
