package org.offhook.cache.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.cache.cluster.AnswerIndex.Checkpoint;
import org.offhook.cache.store.AnswerStore.Changes;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.LuceneAnswerStore;

/**
 * Makes a local copy follow the index. Its thread {@code answers-follow} alone writes the copy: it
 * asks up to which number every copy of the shard has all changes, refreshes, and takes what lies
 * between the last such number and this one. The first copy is the same walk from the beginning.
 */
final class Follower implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(Follower.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    /** A cluster that is back is followed within this, so nobody starts a machine anew for it. */
    private static final Duration BETWEEN_AT_MOST = Duration.ofSeconds(1);

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(30);

    private final AnswerIndex index;
    private final LuceneAnswerStore copy;
    private final ClusterHealth health;
    private final Semaphore calls = new Semaphore(0);
    private final CountDownLatch firstRound = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closing;

    private Follower(AnswerIndex index, LuceneAnswerStore copy, ClusterHealth health) {
        this.index = index;
        this.copy = copy;
        this.health = health;
        thread = Thread.ofPlatform().daemon().name("answers-follow").unstarted(this::run);
    }

    static Follower start(AnswerIndex index, LuceneAnswerStore copy, ClusterHealth health) {
        var follower = new Follower(index, copy, health);
        follower.thread.start();
        return follower;
    }

    /** Looks now, and not only when it would next. Any thread. */
    void look() {
        calls.release();
    }

    /** Until the copy is as the cluster was, or the cluster is known to be away. Any thread. */
    void awaitFirstRound() throws InterruptedException {
        firstRound.await();
    }

    /** Never interrupted: Lucene's files do not survive that. */
    private void run() {
        Duration pause = BETWEEN;
        while (!closing) {
            if (round()) {
                pause = BETWEEN;
            } else {
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(BETWEEN_AT_MOST) < 0 ? longer : BETWEEN_AT_MOST;
            }
            firstRound.countDown();
            try {
                // Calls while it was busy are one call.
                calls.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                calls.drainPermits();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean round() {
        try {
            follow();
            health.following(copy.size());
            return true;
        } catch (IOException away) {
            health.away(away.getMessage(), copy.size());
        } catch (RuntimeException bug) {
            log.error("answers are not followed", bug);
            health.away(bug.toString(), copy.size());
        }
        return false;
    }

    private void follow() throws IOException {
        Changes here = copy.changesSince(Long.MAX_VALUE);
        Optional<Checkpoint> found = index.checkpoint();
        if (found.isEmpty()) {
            begin(here);
            return;
        }
        Checkpoint there = found.get();
        boolean afresh = !there.store().equals(here.store());
        long last = afresh ? LuceneAnswerStore.NONE : here.upTo();
        if (afresh || there.upTo() > last) {
            List<Entry> entries = index.changes(last, there);
            copy.copy(new Changes(there.store(), there.upTo(), entries));
            if (afresh) {
                log.info("{} answers copied from the index {}", entries.size(), there.name());
            }
        }
    }

    /** An index that is gone is not made again: its owner may be about to bring it back. */
    private void begin(Changes here) throws IOException {
        if (here.upTo() != LuceneAnswerStore.NONE) {
            throw new ClusterAwayException("its index of answers is gone");
        }
        index.create();
        look();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        look();
        try {
            if (!thread.join(CLOSES_WITHIN)) {
                throw new IOException("the cluster holds up the end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
