package org.offhook.media;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import org.offhook.media.dtls.DtlsAssociation;
import org.offhook.media.dtls.DtlsIdentity;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.SrtpKeys;

/**
 * DTLS at one port of a call, beside RTP or RTCP (RFC 7983). Owned by the {@code media-N} thread of
 * the call; the handshake itself runs on a thread of its own, and this one only passes datagrams.
 *
 * <p>A handshake is held with one address. Where the peer begins it may come from another than its
 * description names, as behind a NAT; whoever it is, the fingerprint decides. So that nobody can
 * spoil a call by being first, the named address takes the place of any other, and a stranger's
 * failure ends nothing.
 */
final class DtlsPort {
    /** A caller who hears nothing for longer is gone. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** So many addresses that nobody named may try. */
    private static final int MOST_STRANGERS = 3;

    /** Of datagrams that came before the answer to our offer did. */
    private static final int MOST_EARLY = 8;

    private final String name;
    private final DtlsIdentity identity;
    private final DatagramChannel channel;
    private final LoopCall call;
    private final Queue<Early> early = new ArrayDeque<>();
    private boolean hasAgreed;
    private DtlsTerms terms;
    private InetSocketAddress named;
    private InetSocketAddress source;
    private DtlsAssociation association;
    private int strangers;
    private long deadlineNanos;
    private boolean isOpen;

    private record Early(byte[] datagram, InetSocketAddress from) {}

    /** Where a handshake stands. */
    sealed interface Outcome {
        record Pending() implements Outcome {}

        record Done(SrtpKeys keys, InetSocketAddress with) implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    private static final Outcome PENDING = new Outcome.Pending();

    /**
     * @param name of the threads of its handshakes
     * @param identity null where DTLS is not spoken
     */
    DtlsPort(String name, DtlsIdentity identity, DatagramChannel channel, LoopCall call) {
        this.name = name;
        this.identity = identity;
        this.channel = channel;
        this.call = call;
    }

    /** Whether a datagram that begins with this byte is for us (RFC 7983 section 7). */
    boolean takes(int firstByte) {
        boolean isRecord = firstByte >= 20 && firstByte <= 63;
        return isRecord && identity != null && (terms != null || !hasAgreed);
    }

    /**
     * Offer and answer have agreed.
     *
     * @param news null where there is no handshake at this port
     * @param peer where its description says that it is; null where it does not
     */
    void agree(DtlsTerms news, InetSocketAddress peer, long nowNanos) {
        hasAgreed = true;
        boolean moved = !Objects.equals(peer, named);
        named = peer;
        if (news == null || !news.equals(terms)) {
            drop();
            terms = news;
            strangers = 0;
            isOpen = news != null;
        } else if (moved) {
            source = null;
        }
        if (isOpen) {
            deadlineNanos = nowNanos + PATIENCE.toNanos();
        }
        if (terms != null && terms.active() && named != null) {
            source = named;
            if (association == null) {
                begin();
            }
        }
        for (Early each = early.poll(); each != null; each = early.poll()) {
            if (terms != null) {
                onDatagram(each.datagram(), each.datagram().length, each.from());
            }
        }
    }

    private void drop() {
        if (association != null) {
            association.close();
            association = null;
        }
        source = null;
    }

    private void begin() {
        association = DtlsAssociation.start(name, identity, terms, PATIENCE, call::hurry);
    }

    /** One that {@link #takes}. */
    void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
        if (terms == null) {
            if (early.size() < MOST_EARLY) {
                early.add(new Early(Arrays.copyOf(datagram, length), from));
            }
            return;
        }
        if (!from.equals(source) && !isLetIn(from)) {
            call.audio.onForeignPacket();
            return;
        }
        source = from;
        if (association == null) {
            begin();
        }
        if (!association.came(datagram, length)) {
            call.audio.onGarbage();
        }
    }

    /**
     * From elsewhere than so far. Where we began: a host of several addresses may answer from
     * another one of them. Where the peer begins: anybody may for a few times, but the named
     * address goes first.
     */
    private boolean isLetIn(InetSocketAddress from) {
        if (terms.active()) {
            return isOpen && named != null && named.equals(source) && isKin(from);
        }
        if (source == null) {
            return from.equals(named) || isOpen && strangers++ < MOST_STRANGERS;
        }
        if (!isOpen || !from.equals(named)) {
            return false;
        }
        drop();
        return true;
    }

    /** Nobody else knows the port; nobody else has the address. */
    private boolean isKin(InetSocketAddress from) {
        return from.getPort() == named.getPort() || from.getAddress().equals(named.getAddress());
    }

    /** Sends what the handshake has to say. */
    Outcome attend() {
        if (association == null) {
            return PENDING;
        }
        for (byte[] each = association.toSend(); each != null; each = association.toSend()) {
            if (source != null) {
                call.send(channel, source, each, each.length);
            }
        }
        if (!isOpen) {
            return PENDING;
        }
        SrtpKeys keys = association.keys();
        if (keys != null) {
            isOpen = false;
            return new Outcome.Done(keys, source);
        }
        String failure = association.failure();
        if (failure != null && (terms.active() || named == null || named.equals(source))) {
            isOpen = false;
            return new Outcome.Failed(failure);
        }
        if (failure != null) {
            drop();
        }
        return PENDING;
    }

    /** Some time has passed. */
    Outcome tick(long nowNanos) {
        if (!isOpen || named == null || nowNanos - deadlineNanos < 0) {
            return PENDING;
        }
        isOpen = false;
        return new Outcome.Failed("no handshake within " + PATIENCE.toSeconds() + " s");
    }

    /** The call is over. */
    void close() {
        drop();
        terms = null;
        hasAgreed = true;
    }
}
