package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Call;
import org.offhook.sip.machine.Credentials;

/**
 * What one call's peer has been asked to call instead of us, one target at a time. Owned by the
 * {@code sip} thread.
 */
final class Transfers {
    private static final Logger LOG = LogManager.getLogger(Transfers.class);

    private final Core core;
    private final Dialog dialog;
    private final Optional<Credentials> who;
    private final IntConsumer outcome;
    private Optional<Transfer> open = Optional.empty();
    private int started;

    /**
     * @param outcome told the final status of a transfer, once, but of none that was followed by
     *     another
     */
    Transfers(Core core, Dialog dialog, Optional<Credentials> who, IntConsumer outcome) {
        this.core = core;
        this.dialog = dialog;
        this.who = who;
        this.outcome = outcome;
    }

    /** Who takes our place in that call calls this target; empty where the call is not up. */
    static Optional<String> placeIn(Call consultation) {
        Optional<JainCall> other =
                switch (consultation) {
                    case JainCall call -> Optional.of(call);
                    case OutgoingCall call -> call.answered();
                    default -> Optional.empty();
                };
        return other.filter(JainCall::isAlive).map(call -> call.dialog().replacing());
    }

    void start(String target) {
        // Whoever asks again has given the one before up; its late news have its number.
        open.ifPresent(Transfer::stop);
        LOG.info("call {}: transfer asked for", dialog.callId());
        int number = ++started;
        open =
                Optional.of(
                        Transfer.start(
                                core, dialog, target, who, status -> onOutcome(number, status)));
    }

    boolean isOpen() {
        return open.isPresent();
    }

    void onNotify(SIPRequest notify) {
        open.ifPresent(transfer -> transfer.onNotify(notify));
    }

    /** No more news will come. */
    void giveUp() {
        onOutcome(started, Response.REQUEST_TIMEOUT);
    }

    private void onOutcome(int number, int status) {
        if (open.isEmpty() || number != started) {
            return;
        }
        stop();
        LOG.info("call {}: transfer ended with {}", dialog.callId(), status);
        outcome.accept(status);
    }

    void stop() {
        open.ifPresent(Transfer::stop);
        open = Optional.empty();
    }
}
