package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.sip.ClientTransaction;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.InfoDigit;

/**
 * Digits by INFO, one after another: the next leaves when the one before is answered, since two
 * datagrams may overtake each other. Owned by the {@code sip} thread.
 */
final class DigitSender implements Exchange {
    private static final Logger LOG = LogManager.getLogger(DigitSender.class);
    private static final int MOST = 64;

    private final Core core;
    private final Dialog dialog;
    private final Optional<Credentials> who;
    private final Queue<Character> waiting = new ArrayDeque<>();
    private boolean isAsking;

    DigitSender(Core core, Dialog dialog, Optional<Credentials> who) {
        this.core = core;
        this.dialog = dialog;
        this.who = who;
    }

    void sendOrDrop(char digit) {
        if (waiting.size() == MOST) {
            LOG.warn("call {}: more than {} digits wait, one is dropped", dialog.callId(), MOST);
            return;
        }
        waiting.add(digit);
        next();
    }

    private void next() {
        if (isAsking || waiting.isEmpty()) {
            return;
        }
        isAsking = true;
        SIPRequest info = dialog.request("INFO");
        core.messages().addContact(info, dialog.contact());
        core.messages().addDigit(info, InfoDigit.body(waiting.remove()));
        core.outbound().send(info, core.outbound().proving(who, dialog::nextSequence, this));
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        if (status >= 300) {
            LOG.warn("call {}: the peer refused a digit with {}", dialog.callId(), status);
        }
        isAsking = false;
        next();
    }

    @Override
    public void onNoResponse(String why) {
        LOG.warn("call {}: a digit was not taken: {}", dialog.callId(), why);
        stop();
    }

    /** What still waits is not sent any more. */
    void stop() {
        waiting.clear();
        isAsking = false;
    }
}
