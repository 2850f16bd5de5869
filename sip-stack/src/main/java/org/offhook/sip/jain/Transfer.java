package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import javax.sip.ClientTransaction;
import javax.sip.message.Response;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.Sipfrag;

/** One REFER and the news about it (RFC 3515). Owned by the {@code sip} thread. */
final class Transfer implements Exchange {
    private final IntConsumer outcome;
    private final SipThread.Wake limit;
    private long number;

    /**
     * @param outcome told the final status, once
     */
    private Transfer(Core core, long number, IntConsumer outcome) {
        this.outcome = outcome;
        this.number = number;
        this.limit =
                core.thread()
                        .wakeAfterMillis(
                                core.timers().transfer(),
                                () -> outcome.accept(Response.REQUEST_TIMEOUT));
    }

    static Transfer start(
            Core core,
            Dialog dialog,
            String target,
            Optional<Credentials> who,
            IntConsumer outcome) {
        SIPRequest refer = dialog.request("REFER");
        core.messages().addContact(refer, dialog.contact());
        Messages.add(refer, "Refer-To", "<" + target + ">");
        Messages.add(refer, "Referred-By", "<" + dialog.contact() + ">");
        var transfer = new Transfer(core, refer.getCSeq().getSeqNumber(), outcome);
        core.outbound()
                .send(refer, core.outbound().proving(who, () -> transfer.again(dialog), transfer));
        return transfer;
    }

    /** Sent once more with credentials, it has another number. */
    private long again(Dialog dialog) {
        number = dialog.nextSequence();
        return number;
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        if (response.getStatusCode() >= 300) {
            tell(response.getStatusCode());
        }
    }

    @Override
    public void onNoResponse(String why) {
        tell(Response.REQUEST_TIMEOUT);
    }

    void onNotify(SIPRequest notify) {
        if (isOfAnother(notify)) {
            return;
        }
        OptionalInt status = Sipfrag.status(Bodies.raw(notify));
        boolean last =
                Messages.value(notify, "Subscription-State")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("terminated");
        if (status.isPresent() && status.getAsInt() >= 200) {
            tell(status.getAsInt());
        } else if (last) {
            tell(Response.REQUEST_TIMEOUT); // no more news will come, and none was final
        }
    }

    /** A peer that was asked twice says which it speaks of (RFC 3515 §2.4.6). */
    private boolean isOfAnother(SIPRequest notify) {
        for (String part : Messages.value(notify, "Event").split(";")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equalsIgnoreCase("id")) {
                return !pair[1].strip().equals(Long.toString(number));
            }
        }
        return false;
    }

    private void tell(int status) {
        stop();
        outcome.accept(status);
    }

    void stop() {
        limit.cancel();
    }
}
