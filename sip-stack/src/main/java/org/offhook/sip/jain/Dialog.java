package org.offhook.sip.jain;

import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.address.SipURI;

/**
 * The state of one dialog (RFC 3261 §12). Owned by the {@code sip} thread. Ours rather than
 * JAIN-SIP's, which forgets that an ACK may come after an INFO or UPDATE, and lingers for seconds.
 */
final class Dialog {
    private final Messages messages;
    private final Messages.Between between;
    private final String remoteTag;
    private final SipURI contact;
    private final boolean isOurs;
    private final List<Address> routes;
    private SipURI target;
    private long localSequence;
    private long remoteSequence;

    private Dialog(
            Messages messages,
            Messages.Between between,
            String remoteTag,
            SipURI contact,
            boolean isOurs,
            List<Address> routes) {
        this.messages = messages;
        this.between = between;
        this.remoteTag = remoteTag;
        this.contact = contact;
        this.isOurs = isOurs;
        this.routes = routes;
    }

    /** We were called; the INVITE has a Contact. */
    static Dialog called(Messages messages, SIPRequest invite, String tag, SipURI contact) {
        var between =
                new Messages.Between(
                        invite.getCallId().getCallId(),
                        invite.getTo().getAddress(),
                        tag,
                        invite.getFrom().getAddress(),
                        contact.getHost());
        String remoteTag = Optional.ofNullable(invite.getFromTag()).orElse("");
        var dialog = new Dialog(messages, between, remoteTag, contact, false, recorded(invite));
        dialog.target = target(invite).orElseThrow();
        dialog.remoteSequence = invite.getCSeq().getSeqNumber();
        dialog.localSequence = messages.randomBelow(1 << 16);
        return dialog;
    }

    /** We called, and this 2xx answered. */
    static Dialog calling(Messages messages, SIPRequest invite, SIPResponse ok, SipURI contact) {
        var between =
                new Messages.Between(
                        invite.getCallId().getCallId(),
                        invite.getFrom().getAddress(),
                        invite.getFromTag(),
                        invite.getTo().getAddress(),
                        contact.getHost());
        List<Address> routes = recorded(ok);
        Collections.reverse(routes);
        String remoteTag = Optional.ofNullable(ok.getToTag()).orElse("");
        var dialog = new Dialog(messages, between, remoteTag, contact, true, routes);
        dialog.target = target(ok).orElse((SipURI) invite.getRequestURI());
        dialog.localSequence = invite.getCSeq().getSeqNumber();
        dialog.remoteSequence = -1;
        return dialog;
    }

    /** The remote target that a message gives, where it gives a SIP URI. */
    static Optional<SipURI> target(SIPMessage message) {
        if (message.getContactHeader() == null
                || message.getContactHeader().isWildCard()
                || !(message.getContactHeader().getAddress().getURI() instanceof SipURI uri)) {
            return Optional.empty();
        }
        return Optional.of(uri);
    }

    private static List<Address> recorded(SIPMessage message) {
        List<Address> found = new ArrayList<>();
        RecordRouteList recorded = message.getRecordRouteHeaders();
        if (recorded != null) {
            for (RecordRoute route : recorded) {
                found.add(route.getAddress());
            }
        }
        return found;
    }

    String callId() {
        return between.callId();
    }

    String localTag() {
        return between.fromTag();
    }

    SipURI contact() {
        return contact;
    }

    /** True where we placed the call, and so made its Call-ID. */
    boolean isOurs() {
        return isOurs;
    }

    /**
     * For the Refer-To of whoever is to take our place: the peer's address with this dialog as the
     * peer sees it (RFC 3891 §6.1, RFC 5589 §7.1).
     */
    String replacing() {
        SipURI peer = (SipURI) target.clone();
        peer.removeParameter("method");
        String bare = peer.toString().replaceFirst("\\?.*", "");
        return bare
                + "?Replaces="
                + escaped(
                        between.callId()
                                + ";to-tag="
                                + remoteTag
                                + ";from-tag="
                                + between.fromTag());
    }

    /** As the value of a header within a URI (RFC 3261 §19.1.1). */
    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The next request of ours in this dialog. */
    SIPRequest request(String method) {
        localSequence++;
        return request(method, localSequence);
    }

    /** The same dialog, from before the answer: numbers go on from its last one. */
    void goOnFrom(Dialog early) {
        localSequence = Math.max(localSequence, early.localSequence);
    }

    /** For a request sent again with credentials. */
    long nextSequence() {
        return ++localSequence;
    }

    /** ACK for the 2xx of our INVITE with that number (RFC 3261 §13.2.2.4). */
    SIPRequest ack(long sequence) {
        SIPRequest ack = request("ACK", sequence);
        messages.addBranch(ack);
        return ack;
    }

    private SIPRequest request(String method, long sequence) {
        SipURI uri = (SipURI) target.clone();
        SIPRequest request = messages.request(uri, method, sequence, between);
        if (!remoteTag.isEmpty()) {
            request.setToTag(remoteTag);
        }
        messages.addRoutes(request, routes, target);
        return request;
    }

    /** True where the message carries the tags of this dialog. */
    boolean isFrom(SIPMessage request) {
        String tag = request.getFromTag();
        return remoteTag.isEmpty() || remoteTag.equals(tag);
    }

    /** True where the peer's tag is that one. */
    boolean isWith(String tag) {
        return remoteTag.equals(tag);
    }

    /** Takes the sequence number of a request; false where it is old (§12.2.2). */
    boolean advance(SIPRequest request) {
        long sequence = request.getCSeq().getSeqNumber();
        if (sequence < remoteSequence) {
            return false;
        }
        remoteSequence = sequence;
        return true;
    }

    /** A re-INVITE or UPDATE may move the peer (§12.2.2). */
    void refreshTarget(SIPMessage message) {
        target(message).ifPresent(uri -> target = uri);
    }
}
