package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.ClientTransaction;
import org.offhook.sip.machine.SessionTimer;

/**
 * Watches one call's session timer (RFC 4028): refreshes by UPDATE where that is ours to do, else
 * ends the call when the peer's refresh stays away. Owned by the {@code sip} thread.
 */
final class SessionClock {
    private final Core core;
    private final JainCall call;
    private SipThread.Wake wake;

    SessionClock(Core core, JainCall call) {
        this.core = core;
        this.call = call;
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

    void run(SessionTimer timer) {
        stop();
        Runnable due = timer.ours() ? () -> refresh(timer) : this::expired;
        wake =
                core.thread()
                        .wakeAfterMillis(
                                timer.actAfterSeconds() * core.timers().sessionSecond(), due);
    }

    private void expired() {
        call.breakOff("the session timer ran out");
    }

    private void refresh(SessionTimer timer) {
        SIPRequest update = call.dialog().request("UPDATE");
        core.messages().addContact(update, call.dialog().contact());
        Messages.add(update, "Supported", "timer");
        Messages.add(update, "Session-Expires", timer.seconds() + ";refresher=uac");
        core.outbound().send(update, new Refresh(timer));
    }

    private final class Refresh implements Exchange {
        private final SessionTimer timer;

        Refresh(SessionTimer timer) {
            this.timer = timer;
        }

        @Override
        public void onResponse(ClientTransaction transaction, SIPResponse response) {
            int status = response.getStatusCode();
            if (status == 481 || status == 408) {
                call.breakOff("the peer does not know the call any more");
            } else if (status >= 200 && call.isAlive()) {
                run(timer);
            }
        }

        @Override
        public void onNoResponse(String why) {
            call.breakOff("session refresh: " + why);
        }
    }

    void stop() {
        if (wake != null) {
            wake.cancel();
        }
    }
}
