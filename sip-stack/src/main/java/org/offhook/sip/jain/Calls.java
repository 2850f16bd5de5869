package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sip.ServerTransaction;
import javax.sip.message.Response;
import org.offhook.sip.machine.Replaces;

/**
 * Finds the call that a message belongs to. Owned by the {@code sip} thread; only {@link #has} is
 * for any thread.
 */
final class Calls {
    private final Map<String, DialogUser> users = new ConcurrentHashMap<>();
    private final Map<String, JainInvite> offered = new HashMap<>();
    private final Map<String, OutgoingCall> placed = new HashMap<>();
    private final Consumer<Offered> onInvite;

    /** A new INVITE with room for it. */
    record Offered(ServerTransaction transaction, SIPRequest request, Slot slot) {}

    Calls(Consumer<Offered> onInvite) {
        this.onInvite = onInvite;
    }

    /** True where the To tag of a request is one of ours, from a dialog that still exists. */
    boolean has(SIPRequest request) {
        return users.containsKey(key(request, request.getToTag()));
    }

    private static String key(SIPMessage message, String tag) {
        return message.getCallId().getCallId() + "|" + tag;
    }

    /** One INVITE, whichever way it came (RFC 3261 §8.2.2.2). */
    private static String inviteKey(SIPRequest request) {
        return key(request, request.getFromTag()) + "|" + request.getCSeq().getSeqNumber();
    }

    /** The call, over or not, whose dialog that is; of early ones there is none. */
    Optional<JainCall> find(Replaces named) {
        return users.get(named.callId() + "|" + named.toTag()) instanceof JainCall call
                        && call.dialog().isWith(named.fromTag())
                ? Optional.of(call)
                : Optional.empty();
    }

    void put(String callId, String localTag, DialogUser user) {
        users.put(callId + "|" + localTag, user);
    }

    void remove(String callId, String localTag) {
        users.remove(callId + "|" + localTag);
    }

    void putOffered(SIPRequest invite, JainInvite offer) {
        offered.put(inviteKey(invite), offer);
    }

    void removeOffered(SIPRequest invite) {
        offered.remove(inviteKey(invite));
    }

    void putPlaced(String callId, String localTag, OutgoingCall call) {
        placed.put(callId + "|" + localTag, call);
        put(callId, localTag, call);
    }

    void removePlaced(String callId, String localTag) {
        placed.remove(callId + "|" + localTag);
    }

    boolean wasOffered(SIPRequest invite) {
        return offered.containsKey(inviteKey(invite));
    }

    /** Nothing waits for a peer any more. */
    boolean isEmpty() {
        return users.isEmpty();
    }

    List<DialogUser> all() {
        return List.copyOf(users.values());
    }

    void onInvite(ServerTransaction transaction, SIPRequest request, Slot slot) {
        onInvite.accept(new Offered(transaction, request, slot));
    }

    void onCancel(ServerTransaction transaction, SIPRequest cancel, Core core) {
        JainInvite invite = offered.get(inviteKey(cancel));
        String tag = invite == null ? core.messages().token() : invite.tag();
        var replies = new Replies(core, transaction, cancel, tag);
        if (invite == null) {
            replies.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            replies.send(Response.OK);
            invite.onCancel(cancel);
        }
    }

    void onRequest(ServerTransaction transaction, SIPRequest request, Core core) {
        DialogUser user = users.get(key(request, request.getToTag()));
        var replies = new Replies(core, transaction, request, core.messages().token());
        if (user == null) {
            replies.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else {
            user.onRequest(replies);
        }
    }

    void onAck(SIPRequest ack) {
        DialogUser user = users.get(key(ack, ack.getToTag()));
        if (user != null) {
            user.onAck(ack);
        }
    }

    /** A 2xx whose transaction is gone: our ACK was lost, or a proxy forked the INVITE. */
    void onLateAnswer(SIPResponse response) {
        String key = key(response, response.getFromTag());
        OutgoingCall call = placed.get(key);
        if (!response.getCSeq().getMethod().equals("INVITE")
                || users.get(key) instanceof JainCall up && up.takesLateAnswer(response)) {
            return;
        }
        if (call != null) {
            call.onAnswered(response);
        }
    }
}
