package org.offhook.agent;

import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.TransferTargets.Manner;
import org.offhook.sip.Call;

/**
 * Passes the caller of one call on: at most one transfer at a time. Its outcome comes to the call's
 * inbox as {@link TurnEvent.TransferEnded}. Used by the call's thread.
 */
final class Transfers {
    private static final Logger log = LogManager.getLogger(Transfers.class);
    private static final int FORBIDDEN = 403;

    private final Call call;
    private final TransferTargets targets;
    private final Consultation.Place place;
    private final String caller;
    private final CallScope scope;
    private final Inbox inbox;
    private Optional<Thread> person = Optional.empty();
    private int transfers;

    /**
     * @param caller number or name, for whoever is asked to take over
     */
    Transfers(
            Call call,
            TransferTargets targets,
            Consultation.Place place,
            String caller,
            CallScope scope,
            Inbox inbox) {
        this.call = call;
        this.targets = targets;
        this.place = place;
        this.caller = caller;
        this.scope = scope;
        this.inbox = inbox;
    }

    /** The call whose peer is passed on. */
    Call call() {
        return call;
    }

    /**
     * Begins to pass the caller on.
     *
     * @param summary what it is about, for the person
     */
    void begin(String uri, String summary) {
        end();
        Optional<Manner> manner = targets.find(uri);
        if (manner.isEmpty()) {
            log.warn("call {}: transfer to {} refused, not a target of this agent", call.id(), uri);
            inbox.postOrBreak(new TurnEvent.TransferEnded(FORBIDDEN));
            return;
        }
        log.info("call {}: transfer to {}", call.id(), uri);
        switch (manner.get()) {
            case Manner.Blind() -> call.transfer(uri);
            case Manner.Attended attended -> consult(uri, attended, summary);
        }
    }

    private void consult(String uri, Manner.Attended manner, String summary) {
        String text = Whisper.text(manner.whisper(), caller, summary);
        var consultation =
                new Consultation(
                        call,
                        manner,
                        new Whisper(call.id(), text, targets.voice()),
                        status -> inbox.postOrBreak(new TurnEvent.TransferEnded(status)));
        int number = ++transfers;
        person = Optional.of(scope.fork("person-" + number, () -> consultation.hold(uri, place)));
    }

    /** The caller is passed on or is back: whoever was asked to take over is not needed. */
    void end() {
        person.ifPresent(Thread::interrupt);
        person = Optional.empty();
    }
}
