package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.offhook.sip.machine.Credentials;

/**
 * The phones that an INVITE of ours rings before one of them answers, each in a dialog of its own:
 * a proxy may fork it. Owned by the {@code sip} thread.
 */
final class EarlyDialogs {
    /** A proxy that forks a call to more phones than this is not believed. */
    private static final int MOST = 16;

    private final Core core;
    private final OurInvite invite;
    private final Optional<Credentials> who;
    private final Map<String, Early> byTag = new HashMap<>();

    EarlyDialogs(Core core, OurInvite invite, Optional<Credentials> who) {
        this.core = core;
        this.invite = invite;
        this.who = who;
    }

    /** The INVITE has another number now, and nobody rings yet. */
    void clear() {
        byTag.clear();
    }

    /** As {@link Early#take}. */
    boolean take(SIPResponse response) {
        if (response.getStatusCode() == 100) {
            return true;
        }
        String tag = tag(response);
        if (!byTag.containsKey(tag) && byTag.size() < MOST) {
            long number = response.getCSeq().getSeqNumber();
            byTag.put(tag, new Early(core, invite.dialog(response), who, number));
        }
        return byTag.containsKey(tag) && byTag.get(tag).take(response);
    }

    private static String tag(SIPResponse response) {
        return Optional.ofNullable(response.getToTag()).orElse("");
    }

    /** What is to be heard from that phone, where the response says so and it is new. */
    Optional<byte[]> media(SIPResponse response, byte[] heard) {
        boolean says = Bodies.sdp(response).orElse(new byte[0]).length > 0;
        return Optional.ofNullable(byTag.get(tag(response)))
                .map(Early::sdp)
                .filter(sdp -> says && sdp.length > 0 && !Arrays.equals(sdp, heard));
    }

    /** As {@link Early#answer}. */
    byte[] answer(SIPResponse ok) {
        Early early = byTag.get(tag(ok));
        return early == null ? Bodies.sdp(ok).orElse(new byte[0]) : early.answer(ok);
    }

    /** Our requests in the dialog of an answer go on from the number of those before it. */
    Dialog confirmed(SIPResponse ok) {
        Dialog dialog = invite.dialog(ok);
        Optional.ofNullable(byTag.get(tag(ok))).ifPresent(early -> dialog.goOnFrom(early.dialog()));
        return dialog;
    }
}
