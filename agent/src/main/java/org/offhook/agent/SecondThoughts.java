package org.offhook.agent;

import java.time.Duration;
import java.util.List;
import org.offhook.agent.answering.Tone;
import org.offhook.agent.answering.ToneDetector;
import org.offhook.media.HeardFrames;

/**
 * Goes on doubting for some seconds that a person has answered, beside the conversation with it: a
 * beep, or a speech without an end, is a machine's. It hears what the {@link Answerer} hears that
 * it wraps. Used by the call's threads as that is; what it hears, by the hearing thread only.
 */
final class SecondThoughts implements Answerer {
    /** Whoever is a person after so long stays one. */
    private static final Duration DOUBT = Duration.ofSeconds(12);

    /** Nobody who has just been greeted speaks for so long. */
    private static final int LONGEST_SPEECH_MILLIS = 6_000;

    private static final int BEEP_LEAST_HZ = 500;
    private static final int BEEP_LEAST_MILLIS = 160;
    private static final int BEEP_MOST_MILLIS = 2_500;

    private final Answerer answerer;
    private final Runnable onMachine;
    private final long untilNanos;
    private final ToneDetector tones = new ToneDetector();
    private boolean decided;
    private volatile boolean machine;
    private volatile boolean beeped;

    /**
     * @param onMachine told once, on the hearing thread
     * @param nowNanos when a person seems to have answered
     */
    SecondThoughts(Answerer answerer, Runnable onMachine, long nowNanos) {
        this.answerer = answerer;
        this.onMachine = onMachine;
        this.untilNanos = nowNanos + DOUBT.toNanos();
    }

    /** It was a machine after all. From any thread. */
    boolean isMachine() {
        return machine;
    }

    /** Its beep has been heard: it records already. */
    boolean hasBeeped() {
        return beeped;
    }

    @Override
    public void hear(HeardFrames.Frame frame) {
        doubt(frame.samples, System.nanoTime());
        answerer.hear(frame);
    }

    /** A frame of what answered. */
    void doubt(short[] samples, long nowNanos) {
        decided |= nowNanos - untilNanos >= 0;
        if (!decided) {
            tones.onFrame(samples).filter(SecondThoughts::isBeep).ifPresent(_ -> decide(true));
        }
    }

    /** No ringing or busy tone, and no key. */
    private static boolean isBeep(Tone tone) {
        return tone.hz() >= BEEP_LEAST_HZ
                && tone.millis() >= BEEP_LEAST_MILLIS
                && tone.millis() <= BEEP_MOST_MILLIS;
    }

    @Override
    public void notice(TurnEvent event) {
        int millis =
                switch (event) {
                    case TurnEvent.SpeechContinues(int _, Speech speech) -> speech.voicedMillis();
                    case TurnEvent.SpeechPaused(int _, Speech speech) -> speech.voicedMillis();
                    default -> 0;
                };
        if (!decided && millis >= LONGEST_SPEECH_MILLIS) {
            decide(false);
        }
        answerer.notice(event);
    }

    private void decide(boolean byBeep) {
        decided = true;
        beeped = byBeep;
        machine = true;
        onMachine.run();
    }

    @Override
    public void draft(List<LanguageModel.Message> messages) {
        answerer.draft(messages);
    }

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        return answerer.ask(messages, said);
    }

    @Override
    public void askAs(int utterance, List<LanguageModel.Message> messages, UtteranceText said) {
        answerer.askAs(utterance, messages, said);
    }

    @Override
    public boolean takesOver(int failed) {
        return answerer.takesOver(failed);
    }

    @Override
    public void fill(String text, short[] samples) {
        answerer.fill(text, samples);
    }

    @Override
    public void abandon() {
        answerer.abandon();
    }

    @Override
    public void played(int utterance, int frames) {
        answerer.played(utterance, frames);
    }

    @Override
    public long firstTokenNanos() {
        return answerer.firstTokenNanos();
    }

    @Override
    public long firstVoiceNanos() {
        return answerer.firstVoiceNanos();
    }

    @Override
    public void close() {
        answerer.close();
    }
}
