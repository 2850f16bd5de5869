package org.offhook.server.calls;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.offhook.agent.Dialler.Outcome;
import org.offhook.sip.Call;

/** One call that was asked for, and how far it has come. Thread-safe. */
public final class CallRecord {
    /** How far a call has come. */
    public sealed interface Stage {
        record Calling() implements Stage {}

        record Ringing() implements Stage {}

        record Answered() implements Stage {}

        /** It is over, and this is what became of it. */
        record Over(Outcome outcome) implements Stage {}

        /** It was hung up by whoever asked for it. */
        record HungUp() implements Stage {}

        /** It could not be placed, or a bug has ended it. */
        record Failed(String reason) implements Stage {}

        default boolean isLast() {
            return switch (this) {
                case Calling _, Ringing _, Answered _ -> false;
                case Over _, HungUp _, Failed _ -> true;
            };
        }
    }

    private final String id;
    private final CallWish wish;
    private final Instant begun;
    private final AtomicReference<Stage> stage = new AtomicReference<>(new Stage.Calling());
    private volatile Optional<Call> call = Optional.empty();
    private volatile boolean unwanted;

    CallRecord(String id, CallWish wish, Instant begun) {
        this.id = id;
        this.wish = wish;
        this.begun = begun;
    }

    String id() {
        return id;
    }

    CallWish wish() {
        return wish;
    }

    Instant begun() {
        return begun;
    }

    public Stage stage() {
        return stage.get();
    }

    /** What is last stays, and an answered call does not ring any more. */
    void reaches(Stage next) {
        stage.updateAndGet(now -> {
            boolean late = now instanceof Stage.Answered && next instanceof Stage.Ringing;
            return now.isLast() || late ? now : next;
        });
    }

    /** The INVITE is on its way. */
    public void placed(Call placed) {
        call = Optional.of(placed);
        if (unwanted) {
            placed.hangUp();
        }
    }

    /** Ends it, also before its INVITE was sent. */
    void hangUp() {
        unwanted = true;
        call.ifPresent(Call::hangUp);
    }

    /** It could not be placed, or was broken off. */
    public void failed(String reason) {
        reaches(unwanted ? new Stage.HungUp() : new Stage.Failed(reason));
    }

    /** What becomes of it is over now. */
    public void over(Outcome outcome) {
        reaches(unwanted ? new Stage.HungUp() : new Stage.Over(outcome));
    }
}
