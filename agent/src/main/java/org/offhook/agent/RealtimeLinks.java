package org.offhook.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The sessions of one call with a realtime service: the present one, and the one that will take its
 * place before its time is over. Used by the call's realtime thread only.
 */
final class RealtimeLinks {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Between turns nobody waits for a connection; it doubles with each that fails. */
    private static final long IDLE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MOST_DOUBLINGS = 4;
    private static final long RENEWAL_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RealtimeWorld world;
    private final long patienceNanos;
    private final long renewAfterNanos;
    private RealtimeLink link;
    private RealtimeLink next;
    private boolean tainted;
    private int idleLosses;
    private long reconnectAtNanos;
    private long renewAtNanos;

    RealtimeLinks(RealtimeWorld world, Duration patience, Duration sessionLimit, long nowNanos) {
        this.world = world;
        patienceNanos = patience.toNanos();
        // A tenth is left for a turn that lasts.
        renewAfterNanos = sessionLimit.multipliedBy(9).dividedBy(10).toNanos();
        connect(nowNanos);
    }

    /** Null where it was lost and there is no new one yet. */
    RealtimeLink now() {
        return link;
    }

    boolean isNow(RealtimeSession session) {
        return link != null && link.session == session;
    }

    boolean isReady() {
        return link != null && link.ready;
    }

    void connect(long nowNanos) {
        link = new RealtimeLink(world.open(), nowNanos);
        renewAtNanos = nowNanos + renewAfterNanos;
        tainted = false;
    }

    void ready() {
        link.ready = true;
        idleLosses = 0;
        world.attach(link.session);
    }

    /** Its conversation is not quite what was said: a fresh one takes its place between turns. */
    void taint() {
        tainted = true;
    }

    void lost(IOException why, long nowNanos) {
        world.log("session lost: " + why.getMessage());
        world.attach(null);
        link = null;
        reconnectAtNanos = nowNanos + (IDLE_RETRY_NANOS << Math.min(idleLosses++, MOST_DOUBLINGS));
    }

    /** Somebody waits for it. */
    void reconnect(int losses, long nowNanos) {
        if (losses <= 1) {
            connect(nowNanos);
        } else {
            reconnectAtNanos = nowNanos + RETRY_NANOS * (losses - 1);
        }
    }

    /** Whether it was about the session that is not in use yet. */
    boolean isAboutNext(RealtimeSession session, RealtimeEvent event, long nowNanos) {
        if (next == null || next.session != session) {
            return false;
        }
        switch (event) {
            case RealtimeEvent.Ready() -> next.ready = true;
            case RealtimeEvent.Lost(IOException why, _) -> giveUpNext(why.getMessage(), nowNanos);
            default -> {}
        }
        return true;
    }

    private void giveUpNext(String why, long nowNanos) {
        world.log("no new session: " + why);
        next.session.close();
        next = null;
        renewAtNanos = nowNanos + RENEWAL_RETRY_NANOS;
    }

    /** Nothing is being asked or said. */
    void renewWhereDue(long nowNanos) {
        if (!isReady() || link.isBusy()) {
            return;
        }
        if (next != null && next.ready) {
            world.log("session renewed");
            RealtimeLink old = link;
            link = next;
            next = null;
            renewAtNanos = link.openedNanos + renewAfterNanos;
            world.attach(link.session);
            old.session.close();
        } else if (next == null && (tainted || renewAtNanos - nowNanos <= 0)) {
            tainted = false;
            next = new RealtimeLink(world.open(), nowNanos);
        }
    }

    /** Returns why the present session has to be given up; null where it has not. */
    IOException woke(long nowNanos) {
        if (next != null && isLate(next, nowNanos)) {
            giveUpNext("it does not answer", nowNanos);
        }
        if (link == null) {
            if (reconnectAtNanos - nowNanos <= 0) {
                connect(nowNanos);
            }
            return null;
        }
        link.woke(nowNanos);
        if (isLate(link, nowNanos)) {
            link.session.close();
            return new IOException("it does not answer");
        }
        return null;
    }

    private boolean isLate(RealtimeLink one, long nowNanos) {
        return !one.ready && lateNanos(one) - nowNanos <= 0;
    }

    private long lateNanos(RealtimeLink one) {
        return one.openedNanos + patienceNanos;
    }

    long waitNanos(boolean idle, long nowNanos) {
        long wait = Long.MAX_VALUE;
        if (next != null && !next.ready) {
            wait = lateNanos(next) - nowNanos;
        }
        if (link == null) {
            return Math.min(wait, reconnectAtNanos - nowNanos);
        }
        if (!link.ready) {
            return Math.min(wait, lateNanos(link) - nowNanos);
        }
        if (idle && next == null && !link.isBusy()) {
            wait = Math.min(wait, renewAtNanos - nowNanos);
        }
        return Math.min(wait, link.waitNanos(nowNanos));
    }

    void close() {
        if (link != null) {
            link.session.close();
        }
        if (next != null) {
            next.session.close();
        }
    }
}
