package org.offhook.cache.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Says once that the cluster is away, and once that it is back. Written by the follower alone. */
final class ClusterHealth {
    private static final Logger log = LogManager.getLogger(ClusterHealth.class);

    private final String where;
    private final InstantSource clock;
    private volatile State state = new State.Starting();

    /** How the copy stands to the cluster. */
    sealed interface State {
        record Starting() implements State {}

        record Following() implements State {}

        record Away(Instant since, String why) implements State {}
    }

    ClusterHealth(String where, InstantSource clock) {
        this.where = where;
        this.clock = clock;
    }

    State state() {
        return state;
    }

    void following(int answers) {
        switch (state) {
            case State.Following() -> {}
            case State.Starting() -> log.info("answers follow {}: {} there", where, answers);
            case State.Away(var since, _) ->
                    log.info(
                            "answers follow {} again after {} s: {} there",
                            where,
                            Duration.between(since, clock.instant()).toSeconds(),
                            answers);
        }
        state = new State.Following();
    }

    void away(String why, int answers) {
        if (state instanceof State.Away(var since, var before)) {
            if (!before.equals(why)) {
                log.debug("{} is still away: {}", where, why);
            }
            state = new State.Away(since, why);
            return;
        }
        if (answers == 0) {
            log.warn(
                    "{} is away ({}) and no answer has been copied here yet: calls are taken"
                            + " without prepared answers, those of bank files too, until it is back",
                    where,
                    why);
        } else {
            log.warn(
                    "{} is away ({}): calls go on with the {} answers of the copy here, no answer"
                            + " can be changed",
                    where,
                    why,
                    answers);
        }
        state = new State.Away(clock.instant(), why);
    }
}
