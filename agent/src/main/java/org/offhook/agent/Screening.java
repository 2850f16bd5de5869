package org.offhook.agent;

import java.util.Optional;
import org.offhook.agent.answering.AnsweredBy;
import org.offhook.agent.answering.AnsweringDetector;
import org.offhook.agent.answering.Tone;
import org.offhook.agent.answering.ToneDetector;
import org.offhook.media.HeardFrames;

/**
 * Listens to the first seconds of a call that we placed: frames become speech, tones and, by way of
 * {@link Looks}, words, from which {@link AnsweringDetector} decides. Used by one thread; its time
 * is an argument.
 */
public final class Screening {
    /** Has segments recognised, one at a time; the words come back by {@link #onWords}. */
    @FunctionalInterface
    public interface Looks {
        void look(int attempt, Speech speech);

        /** A segment has begun: for recognisers that hear as one speaks. */
        default void onSegment(Speech begun) {}

        /** A frame of the segment that has begun. */
        default void onSegmentFrame(short[] samples) {}

        default void onSegmentEnd() {}
    }

    /** Speech is looked at before its first pause where it is no short hello. */
    private static final int LONG_SPEECH_MILLIS = 1_500;

    private final Looks looks;
    private final Hearing hearing;
    private final AnsweringDetector detector;
    private final ToneDetector tones = new ToneDetector();
    private String wordsBefore = "";
    private String words = "";
    private int voicedBefore;
    private int voiced;
    private int looking;
    private int lookingAtPause;
    private boolean pausing;
    private int pauses;
    private Optional<Speech> next = Optional.empty();
    private int attempts;
    private boolean decided;
    private boolean inSegment;

    /**
     * @param activity of this call alone; stays the caller's to close
     */
    public Screening(VoiceActivity activity, Limits limits, Looks looks, long answeredNanos) {
        this.looks = looks;
        this.hearing =
                new Hearing(activity, limits, () -> Attention.TO_INTERJECTION, this::onSpeech);
        this.detector = new AnsweringDetector(answeredNanos);
    }

    /** The next frame. */
    public void onFrame(HeardFrames.Frame frame, long nowNanos) {
        tones.onFrame(frame.samples).ifPresent(tone -> detector.onTone(tone, nowNanos));
        Optional<Tone> sounding = tones.sounding();
        if (sounding.isPresent()) {
            detector.onSounding(sounding.get(), nowNanos);
        } else {
            detector.onNoTone();
        }
        if (inSegment) {
            looks.onSegmentFrame(frame.samples);
        }
        hearing.onFrame(frame, nowNanos);
    }

    private void onSpeech(TurnEvent event) {
        switch (event) {
            case TurnEvent.SpeechStarted() -> {
                wordsBefore = (wordsBefore + " " + words).strip();
                words = "";
                voicedBefore += voiced;
                voiced = 0;
                inSegment = true;
                looks.onSegment(hearing.speech());
                // What is still being looked at belongs to the segment before.
                looking = 0;
                next = Optional.empty();
                pausing = false;
                detector.onSpeech();
            }
            case TurnEvent.SpeechResumed() -> {
                pausing = false;
                detector.onSpeech();
            }
            case TurnEvent.SpeechContinues(int _, Speech speech) -> {
                voiced = speech.voicedMillis();
                detector.onVoiced(voicedBefore + voiced);
                if (looking == 0 && voiced >= LONG_SPEECH_MILLIS) {
                    look(speech, 0);
                }
            }
            case TurnEvent.SpeechPaused(int _, Speech speech) -> {
                voiced = speech.voicedMillis();
                pauses += pausing ? 0 : 1;
                pausing = true;
                detector.onPause(voicedBefore + voiced, speech.lastVoicedNanos());
                if (looking == 0) {
                    look(speech, pauses);
                } else {
                    next = Optional.of(speech);
                }
            }
            case TurnEvent.SpeechEnded() -> {
                inSegment = false;
                looks.onSegmentEnd();
            }
            default -> {}
        }
    }

    private void look(Speech speech, int atPause) {
        if (decided) {
            return;
        }
        looking = ++attempts;
        lookingAtPause = atPause;
        looks.look(looking, speech);
    }

    /** What a look brought. */
    public void onWords(int attempt, String found) {
        if (attempt != looking) {
            return;
        }
        looking = 0;
        words = found;
        detector.onWords(words(), pausing && lookingAtPause == pauses);
        next.ifPresent(speech -> {
            next = Optional.empty();
            look(speech, pauses);
        });
    }

    /** A look failed: what was said is not known. */
    public void onNoWords(int attempt) {
        looking = attempt == looking ? 0 : looking;
    }

    /** What was understood so far. */
    public String words() {
        return (wordsBefore + " " + words).strip();
    }

    public AnsweredBy answeredBy(long nowNanos) {
        AnsweredBy by = detector.decide(nowNanos);
        decided = by != AnsweredBy.PENDING;
        return by;
    }

    /** Whether a machine listens now. */
    public boolean mayLeaveMessage(long nowNanos) {
        return detector.mayLeaveMessage(nowNanos);
    }

    /** Beeps so far: one more while a message is being spoken is the moment to begin again. */
    public int beeps() {
        return detector.beeps();
    }
}
