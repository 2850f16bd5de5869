package org.offhook.agent.answering;

import java.time.Duration;

/**
 * Decides who has answered a call that we placed, and when a machine will listen. Pure: times are
 * arguments, in nanoseconds of one clock. Used by one thread.
 *
 * <p>People say a word or two and wait; machines speak on and say what they are; the network sends
 * tones. Who waits is given a normal turn's silence and no more, whatever else is still possible.
 */
public final class AnsweringDetector {
    /** Nobody who has picked up is silent for so long. */
    private static final Duration NOTHING_SAID = Duration.ofSeconds(5);

    /** By then it is decided, one way or the other. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Who speaks for longer without waiting for us is no person. */
    private static final int LONGEST_OF_A_PERSON_MILLIS = 7_000;

    /** Up to here a greeting is short: a person, if it stops. */
    private static final int SHORT_MILLIS = 1_800;

    /** Up to here it is a person who names the house, if it stops. */
    private static final int MEDIUM_MILLIS = 3_300;

    /** A sound without words that is longer is speech all the same, only not understood. */
    private static final int LONGEST_NOISE_MILLIS = 1_200;

    private static final Duration TURN = Duration.ofMillis(480);
    private static final Duration DOUBTFUL_TURN = Duration.ofMillis(750);
    private static final Duration END_OF_RECORDING = Duration.ofMillis(1_100);

    /** Words of something short are waited for as long as this, of something long, as that. */
    private static final Duration WORDS_ARE_LATE = Duration.ofMillis(900);

    private static final Duration MANY_WORDS_ARE_LATE = Duration.ofMillis(2_200);

    /** A machine without a beep waits, too. */
    private static final Duration NO_BEEP = Duration.ofMillis(2_000);

    private static final Duration AFTER_BEEP = Duration.ofMillis(160);

    private final long answeredNanos;
    private final LineTones tones = new LineTones();
    private AnsweredBy decision = AnsweredBy.PENDING;
    private GreetingWords.Sense sense = GreetingWords.Sense.PLAIN;
    private boolean speaking;
    private boolean awaitsWords;
    private boolean wordless;
    private int voicedMillis;
    private long lastVoicedNanos;
    private boolean toneSounds;

    public AnsweringDetector(long answeredNanos) {
        this.answeredNanos = answeredNanos;
    }

    /** Speech has begun, or goes on. */
    public void onSpeech() {
        speaking = true;
        wordless = false;
    }

    /**
     * Speech has paused.
     *
     * @param voicedMillisInAll since the call was answered
     */
    public void onPause(int voicedMillisInAll, long lastVoicedNanos) {
        // A later look at the same pause is welcome and not waited for.
        awaitsWords |= speaking;
        speaking = false;
        voicedMillis = voicedMillisInAll;
        this.lastVoicedNanos = lastVoicedNanos;
    }

    /** Speech goes on and has lasted for so long. */
    public void onVoiced(int voicedMillisInAll) {
        voicedMillis = voicedMillisInAll;
    }

    /**
     * All words so far.
     *
     * @param whole true where they hold what was said until the last pause
     */
    public void onWords(String words, boolean whole) {
        sense = GreetingWords.sense(words);
        wordless = whole && words.isBlank() && voicedMillis <= LONGEST_NOISE_MILLIS;
        awaitsWords &= !whole;
    }

    /** A tone that is over. */
    public void onTone(Tone tone, long nowNanos) {
        tones.onTone(tone, voicedMillis > 0, nowNanos);
    }

    /** Tones sound now: is nothing that would end a silence. */
    public void onSounding(Tone tone, long nowNanos) {
        toneSounds = true;
        tones.onSounding(tone, nowNanos);
    }

    /** No tone sounds now. */
    public void onNoTone() {
        toneSounds = false;
    }

    /** Beeps heard so far. */
    public int beeps() {
        return tones.beeps();
    }

    /** The answer by now; once given it stays. */
    public AnsweredBy decide(long nowNanos) {
        if (decision == AnsweredBy.PENDING) {
            decision = decideNow(nowNanos);
        }
        return decision;
    }

    private AnsweredBy decideNow(long nowNanos) {
        AnsweredBy byTones = tones.decide(nowNanos);
        if (byTones != AnsweredBy.PENDING) {
            return byTones;
        }
        return switch (sense) {
            case ANNOUNCEMENT -> AnsweredBy.ANNOUNCEMENT;
            case MACHINE -> AnsweredBy.MACHINE;
            case IVR -> AnsweredBy.IVR;
            case PLAIN, ASKS, RECORDED -> byTime(nowNanos);
        };
    }

    private AnsweredBy byTime(long nowNanos) {
        if ((voicedMillis == 0 || wordless) && !speaking) {
            // A sound without words is a cough, or a tone of the network.
            boolean late = nowNanos - answeredNanos >= NOTHING_SAID.toNanos();
            return late ? AnsweredBy.UNKNOWN : AnsweredBy.PENDING;
        }
        if (voicedMillis >= LONGEST_OF_A_PERSON_MILLIS) {
            return AnsweredBy.MACHINE;
        }
        if (!speaking && !toneSounds && silence(nowNanos) >= awaited().toNanos()) {
            return byPause();
        }
        boolean late = nowNanos - answeredNanos >= LONGEST.toNanos();
        return late ? AnsweredBy.UNKNOWN : AnsweredBy.PENDING;
    }

    private long silence(long nowNanos) {
        return nowNanos - lastVoicedNanos;
    }

    /** How much silence tells that the speaker waits. */
    private Duration awaited() {
        Duration least =
                switch (sense) {
                    case RECORDED -> END_OF_RECORDING;
                    case ASKS -> TURN;
                    default ->
                            voicedMillis <= SHORT_MILLIS
                                    ? TURN
                                    : voicedMillis <= MEDIUM_MILLIS
                                            ? DOUBTFUL_TURN
                                            : END_OF_RECORDING;
                };
        Duration late = voicedMillis <= MEDIUM_MILLIS ? WORDS_ARE_LATE : MANY_WORDS_ARE_LATE;
        return awaitsWords && least.compareTo(late) < 0 ? late : least;
    }

    private AnsweredBy byPause() {
        return switch (sense) {
            case ASKS -> AnsweredBy.HUMAN;
            case RECORDED -> AnsweredBy.MACHINE;
            default -> voicedMillis <= MEDIUM_MILLIS ? AnsweredBy.HUMAN : AnsweredBy.MACHINE;
        };
    }

    /** Whether a machine listens now: after its beep, or where it has been silent for long. */
    public boolean mayLeaveMessage(long nowNanos) {
        if (speaking || toneSounds) {
            return false;
        }
        long beepNanos = tones.lastBeepNanos();
        if (beepNanos != 0 && beepNanos - lastVoicedNanos >= 0) {
            return nowNanos - beepNanos >= AFTER_BEEP.toNanos();
        }
        long quietSince = Math.max(lastVoicedNanos, answeredNanos);
        return nowNanos - quietSince >= NO_BEEP.toNanos();
    }
}
