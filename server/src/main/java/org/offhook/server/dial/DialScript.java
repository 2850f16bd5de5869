package org.offhook.server.dial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * When the test caller speaks and when it hangs up: hears the greeting out, says one utterance
 * after the other and hears each answer out. Pure: no clock, no thread; one instance per call,
 * begun when the call is answered.
 */
final class DialScript {
    /** Louder than this is speech: well above comfort noise, well below a quiet voice. */
    static final double VOICED_DBFS = -45;

    /** A greeting is over after this much silence. */
    static final long GREETING_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    /** An answer is over after this much silence: sentences have pauses. */
    static final long ANSWER_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    /** Longest wait for a greeting or answer to begin, and longest time heard of one. */
    static final long CAP_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** Shorter pauses do not part what is heard while we talk. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** What the caller does. A null {@link Sound}: nothing yet. */
    sealed interface State {
        record HearingGreeting(long sinceNanos, Sound heard) implements State {}

        record Talking(int turn, Sound heard) implements State {}

        record HearingAnswer(int turn, long spokenNanos, Sound heard) implements State {}

        record Done() implements State {}
    }

    /** What happens to it. */
    sealed interface Event {
        /**
         * @param levelDbfs loudness of one frame
         * @param receivedNanos arrival of its packet; 0 where it is concealed
         */
        record Frame(double levelDbfs, long receivedNanos) implements Event {}

        /** Our utterance is out. */
        record Spoken(long lastPacketNanos) implements Event {}

        /** Time went by. */
        record Waited() implements Event {}
    }

    /** What it wants. */
    sealed interface Action {
        record Listen() implements Action {}

        record Speak(int turn) implements Action {}

        record HangUp() implements Action {}
    }

    /**
     * What came back for one utterance.
     *
     * @param responseNanos from our last packet to the first voiced packet; below zero where the
     *     other side began before we had ended; empty where nothing came
     * @param answerNanos from the first to the last voiced packet
     */
    record Answered(OptionalLong responseNanos, long answerNanos) {}

    private final int utterances;
    private final long answeredNanos;
    private final List<Answered> answers = new ArrayList<>();
    private OptionalLong greetingNanos = OptionalLong.empty();
    private State state;

    /**
     * @param utterances how many there are to say
     * @param answeredNanos when the call was answered
     */
    DialScript(int utterances, long answeredNanos) {
        this.utterances = utterances;
        this.answeredNanos = answeredNanos;
        this.state = new State.HearingGreeting(answeredNanos, null);
    }

    /** From the answer of the call to the greeting's first voiced packet. */
    OptionalLong greetingNanos() {
        return greetingNanos;
    }

    /** One for each utterance that was said and heard out. */
    List<Answered> answers() {
        return List.copyOf(answers);
    }

    /** The other side ended the call: what was heard so far counts. */
    void ended() {
        if (state instanceof State.HearingAnswer now) {
            answers.add(answered(now));
        }
        state = new State.Done();
    }

    Action on(Event event, long nowNanos) {
        return switch (state) {
            case State.HearingGreeting now -> greeting(now, event, nowNanos);
            case State.Talking now -> talking(now, event, nowNanos);
            case State.HearingAnswer now -> answer(now, event, nowNanos);
            case State.Done _ -> new Action.Listen();
        };
    }

    private Action greeting(State.HearingGreeting now, Event event, long nowNanos) {
        Sound heard = hear(now.heard, event, nowNanos, Long.MIN_VALUE);
        if (heard != null && now.heard == null) {
            greetingNanos = OptionalLong.of(heard.firstNanos() - answeredNanos);
        }
        if (over(heard, now.sinceNanos, GREETING_SILENCE_NANOS, nowNanos)) {
            return next(0);
        }
        return stay(new State.HearingGreeting(now.sinceNanos, heard));
    }

    private Action talking(State.Talking now, Event event, long nowNanos) {
        Sound before = fresh(now.heard, nowNanos).orElse(null);
        return switch (event) {
            case Event.Spoken(long lastPacketNanos) ->
                    stay(new State.HearingAnswer(now.turn, lastPacketNanos, before));
            case Event.Frame _, Event.Waited _ ->
                    stay(
                            new State.Talking(
                                    now.turn, hear(before, event, nowNanos, Long.MIN_VALUE)));
        };
    }

    private Action answer(State.HearingAnswer now, Event event, long nowNanos) {
        Sound heard = hear(now.heard, event, nowNanos, now.spokenNanos);
        var then = new State.HearingAnswer(now.turn, now.spokenNanos, heard);
        if (over(heard, now.spokenNanos, ANSWER_SILENCE_NANOS, nowNanos)) {
            answers.add(answered(then));
            return next(now.turn + 1);
        }
        return stay(then);
    }

    private Action next(int turn) {
        if (turn == utterances) {
            state = new State.Done();
            return new Action.HangUp();
        }
        state = new State.Talking(turn, null);
        return new Action.Speak(turn);
    }

    private Action stay(State same) {
        state = same;
        return new Action.Listen();
    }

    /** What is heard, with the frame of this event if it is voiced and arrived after a time. */
    private static Sound hear(Sound before, Event event, long nowNanos, long afterNanos) {
        return switch (event) {
            case Event.Frame(double level, long received)
                    when level > VOICED_DBFS && received != 0 && received > afterNanos ->
                    Sound.after(before, received, nowNanos);
            case Event.Frame _, Event.Spoken _, Event.Waited _ -> before;
        };
    }

    private static Optional<Sound> fresh(Sound heard, long nowNanos) {
        return Optional.ofNullable(heard).filter(one -> one.silentNanos(nowNanos) < PAUSE_NANOS);
    }

    private static boolean over(Sound heard, long sinceNanos, long silenceNanos, long nowNanos) {
        if (heard == null) {
            return nowNanos - sinceNanos >= CAP_NANOS;
        }
        return heard.silentNanos(nowNanos) >= silenceNanos
                || nowNanos - heard.firstNanos() >= CAP_NANOS;
    }

    private static Answered answered(State.HearingAnswer now) {
        if (now.heard == null) {
            return new Answered(OptionalLong.empty(), 0);
        }
        long response = now.heard.firstNanos() - now.spokenNanos;
        return new Answered(
                OptionalLong.of(response), now.heard.lastNanos() - now.heard.firstNanos());
    }
}
