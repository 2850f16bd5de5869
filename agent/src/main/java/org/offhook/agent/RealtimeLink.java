package org.offhook.agent;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.offhook.agent.LanguageModel.Message;

/**
 * One session of a call with a realtime service, and what it has been told. Used by the call's
 * realtime thread only.
 */
final class RealtimeLink {
    /** A service that does not say that it has cancelled has, by then. */
    private static final long LONGEST_CANCEL_NANOS = TimeUnit.SECONDS.toNanos(2);

    final RealtimeSession session;
    final long openedNanos;
    final RealtimeMemory memory = new RealtimeMemory();
    boolean ready;

    /** There is speech that it has not been asked about. */
    boolean voiced;

    /** It has heard the caller's present turn, or the first part of it. */
    boolean heardTurn;

    private boolean busy;
    private boolean cancelling;
    private long cancelledNanos;
    private String response = "";
    private String before = "";

    RealtimeLink(RealtimeSession session, long nowNanos) {
        this.session = session;
        openedNanos = nowNanos;
    }

    /** A response has been asked for and has not ended. */
    boolean isBusy() {
        return busy;
    }

    /** It is not wanted any more. */
    boolean isCancelling() {
        return cancelling;
    }

    boolean hasBegun() {
        return !response.isEmpty();
    }

    /** Services that do not name responses have one at a time. */
    boolean isCurrent(String name) {
        return busy
                && (name.isEmpty()
                        || response.isEmpty() && !name.equals(before)
                        || name.equals(response));
    }

    /** What was said without the service, and then the question: as sound where it was heard. */
    void tell(RealtimeTurn turn) {
        boolean heard = voiced || heardTurn;
        memory.missing(heard ? turn.beforeQuestion() : turn.talk).forEach(session::add);
        if (voiced) {
            session.commit();
            voiced = false;
            heardTurn = true;
        }
        if (heard) {
            memory.heard(turn.questionIndex(), turn.question());
        }
        memory.missing(turn.tools.moveOn()).forEach(session::add);
    }

    /** The result of a tool that this session asked for, or the one before it. */
    void brought(ToolCall by, String content) {
        var use =
                List.of(
                        new Message.Asked(List.of(by)),
                        (Message) new Message.Brought(by.id(), content));
        memory.missing(use).forEach(session::add);
    }

    void respond() {
        busy = true;
        cancelling = false;
        session.respond();
    }

    void began(String name) {
        if (busy && response.isEmpty()) {
            response = name;
        }
    }

    void cancel(long nowNanos) {
        if (busy && !cancelling) {
            cancelling = true;
            cancelledNanos = nowNanos;
            session.cancel();
        }
    }

    void finished() {
        busy = false;
        cancelling = false;
        before = response;
        response = "";
    }

    void woke(long nowNanos) {
        if (cancelling && waitNanos(nowNanos) == 0) {
            finished();
        }
    }

    long waitNanos(long nowNanos) {
        return cancelling
                ? Math.max(0, cancelledNanos + LONGEST_CANCEL_NANOS - nowNanos)
                : Long.MAX_VALUE;
    }
}
