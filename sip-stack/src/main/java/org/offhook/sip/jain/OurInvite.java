package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import org.offhook.sip.Transport;

/**
 * The INVITE of a call that we place: made anew for each place that is tried, and for where a 3xx
 * points. Owned by the {@code sip} thread; what never changes may be read by any.
 */
final class OurInvite {
    private final Core core;
    private final Order order;
    private final String callId;
    private final String tag;
    private SipURI target;
    private long sequence = 1;

    OurInvite(Core core, Order order) {
        this.core = core;
        this.order = order;
        this.target = order.target();
        this.callId = core.messages().token() + core.messages().token();
        this.tag = core.messages().token();
    }

    String callId() {
        return callId;
    }

    String tag() {
        return tag;
    }

    /** Sent once more, it has another number. */
    long nextSequence() {
        return ++sequence;
    }

    /** Sent on to somewhere else, with the next number (RFC 3261 §8.1.3.4). */
    void goOn(SipURI elsewhere) {
        target = elsewhere;
        sequence++;
    }

    /** Where it goes first. */
    SipURI hop() {
        return Messages.nextHop(order.routes(), target);
    }

    SIPRequest make(Outbound.Way way) {
        Messages messages = core.messages();
        String host = LocalAddress.text(way.local());
        String user = order.from() == null ? "offhook" : order.from().getUser();
        SipURI contact = messages.contact(user, host, way.transport());
        if (way.transport() == Transport.UDP) {
            order.line().flatMap(JainLine::seenAs).ifPresent(seen -> seen.write(contact));
        }
        Address from = messages.address(order.from() == null ? plain(contact) : order.from());
        Address to = messages.address(plain(order.target()));
        SIPRequest invite =
                messages.request(
                        (SipURI) target.clone(),
                        "INVITE",
                        sequence,
                        new Messages.Between(callId, from, tag, to, host));
        messages.addRoutes(invite, order.routes(), target);
        messages.addContact(invite, contact);
        messages.addAbilities(invite);
        messages.addSdp(invite, order.offer());
        return invite;
    }

    /** From and To carry no transport (RFC 3261 §19.1.1). */
    private static SipURI plain(SipURI uri) {
        SipURI plain = (SipURI) uri.clone();
        plain.removeParameter("transport");
        return plain;
    }

    /**
     * The dialog that a response makes, early or not. The INVITE is made again from where the
     * response came from: a late one has no transaction to ask.
     */
    Dialog dialog(SIPResponse response) {
        SIPRequest invite = make(core.outbound().way(Messages.source(response)));
        SipURI contact = Dialog.target(invite).orElseThrow();
        return Dialog.calling(core.messages(), invite, response, contact);
    }
}
