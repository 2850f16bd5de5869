package org.offhook.sip.machine;

import java.util.Optional;

/**
 * The reliable provisional responses that one phone sends to one INVITE of ours, in the order of
 * their RSeq (RFC 3262 §4). Pure.
 */
public final class ReliableOrder {
    private static final long BIGGEST = (1L << 31) - 1;

    private final long invite;
    private long last;

    /**
     * @param invite CSeq number of the INVITE
     */
    public ReliableOrder(long invite) {
        this.invite = invite;
    }

    /**
     * The RAck to confirm a response with. Empty for a repeated one, and for one that others have
     * to come before: that one is not to be looked at, since it will be said again.
     *
     * @param rseq its RSeq
     */
    public Optional<RAck> take(long rseq) {
        boolean next = last == 0 || rseq == last + 1;
        if (!next || rseq < 1 || rseq > BIGGEST) {
            return Optional.empty();
        }
        last = rseq;
        return Optional.of(new RAck(rseq, invite, "INVITE"));
    }
}
