package org.offhook.media.call;

import org.offhook.media.MediaStats;

/** One call's counters: written by the media thread alone, read from any. */
final class CallCounters {
    private volatile long received;
    private volatile long lost;
    private volatile long late;
    private volatile long duplicated;
    private volatile long invalid;
    private volatile long foreign;
    private volatile long unwanted;
    private volatile long sent;
    private volatile long concealedFrames;
    private volatile long droppedFrames;
    private volatile double jitterMillis;

    void addReceived() {
        received = received + 1;
    }

    void addLate() {
        late = late + 1;
    }

    void addDuplicated() {
        duplicated = duplicated + 1;
    }

    void addInvalid() {
        invalid = invalid + 1;
    }

    void addForeign() {
        foreign = foreign + 1;
    }

    void addUnwanted() {
        unwanted = unwanted + 1;
    }

    void addSent() {
        sent = sent + 1;
    }

    void addConcealed() {
        concealedFrames = concealedFrames + 1;
    }

    void addDropped() {
        droppedFrames = droppedFrames + 1;
    }

    void measured(long newLost, double newJitterMillis) {
        lost = newLost;
        jitterMillis = newJitterMillis;
    }

    MediaStats snapshot() {
        return new MediaStats(
                received,
                lost,
                late,
                duplicated,
                invalid,
                foreign,
                unwanted,
                sent,
                concealedFrames,
                droppedFrames,
                jitterMillis);
    }
}
