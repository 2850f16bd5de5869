package org.offhook.agent;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.offhook.media.HeardFrames;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;

/**
 * Turns the frames of one call into events of speech: energy gate, then voice activity at 8 kHz
 * (its native rate for telephone audio), then {@link Endpointer}. Used by the call's hearing thread
 * only; no clock of its own.
 */
final class Hearing {
    private static final int PREROLL_MILLIS = 300;

    /** Below this mean square (about -58 dBFS) a frame is line noise and the model is not asked. */
    private static final long GATE_MEAN_SQUARE = 40L * 40L;

    /**
     * While the agent has the word: -44 dBFS. Nobody whispers into a voice; others in the room do.
     */
    private static final long GATE_BESIDE_AGENT_MEAN_SQUARE = 207L * 207L;

    /** The model goes on this long after the gate closed, so that it sees speech fade. */
    private static final int GATE_HANGOVER_FRAMES = 10;

    /** Longer than the end of music may go unnoticed. */
    private static final int MUSIC_END_MILLIS = 2_000;

    /** So much new speech is worth a look while the caller goes on. */
    private static final int LOOK_EVERY_MILLIS = 384;

    private final VoiceActivity activity;
    private final Endpointer endpointer;
    private final Supplier<Attention> attention;
    private final int newSegmentMillis;
    private final Consumer<TurnEvent> events;
    private final MusicGate music = new MusicGate();
    private final EchoGuard echo = new EchoGuard();
    private final SpeechBuffer buffer;
    private final Resampler toEightKhz = new Resampler(Pcm.RATE_HZ, Pcm.RATE_HZ / 2);
    private final short[] narrow = new short[Pcm.FRAME_SAMPLES];
    private final float[] window = new float[VoiceActivity.WINDOW_SAMPLES];
    private int windowFill;
    private int framesSinceLoud = GATE_HANGOVER_FRAMES;
    private int attempts;
    private int segments;
    private int lookedAtMillis;
    private long lastVoicedNanos;

    /**
     * @param attention asked for each window
     */
    Hearing(
            VoiceActivity activity,
            Limits limits,
            Supplier<Attention> attention,
            Consumer<TurnEvent> events) {
        this.activity = activity;
        this.attention = attention;
        this.newSegmentMillis = (int) limits.endOfTurn().toMillis();
        this.events = events;
        this.endpointer =
                new Endpointer(
                        limits.speechStart(),
                        limits.earlyPause(),
                        limits.longestPause(),
                        limits.longestSpeech());
        this.buffer =
                new SpeechBuffer(PREROLL_MILLIS, (int) limits.longestSpeech().toMillis() + 2_000);
    }

    /** The next frame, voiced or not; {@code nowNanos} stands in for a frame without a packet. */
    void onFrame(HeardFrames.Frame frame, long nowNanos) {
        buffer.append(frame.samples, frame.samples.length);
        if (music.plays()) {
            buffer.keep(MUSIC_END_MILLIS);
        } else if (!endpointer.inSpeech()) {
            buffer.keepPreroll();
        }
        int heard = Pcm.meanSquare(frame.samples, 0, Pcm.FRAME_SAMPLES);
        boolean isEcho = echo.mayBeEcho(heard, frame.sentMeanSquare, endpointer.inSpeech());
        framesSinceLoud = heard > gate() && !isEcho ? 0 : framesSinceLoud + 1;
        int count = toEightKhz.resample(frame.samples, frame.samples.length, narrow);
        long arrivedNanos = frame.receivedNanos == 0 ? nowNanos : frame.receivedNanos;
        for (int i = 0; i < count; i++) {
            window[windowFill++] = narrow[i] / 32_768f;
            if (windowFill == window.length) {
                windowFill = 0;
                onWindow(arrivedNanos);
            }
        }
    }

    private long gate() {
        return attention.get() == Attention.TO_CALLER
                ? GATE_MEAN_SQUARE
                : GATE_BESIDE_AGENT_MEAN_SQUARE;
    }

    private void onWindow(long arrivedNanos) {
        float probability =
                framesSinceLoud <= GATE_HANGOVER_FRAMES ? activity.probability(window) : 0;
        if (music.onWindow(window, probability)) {
            onMusic(arrivedNanos);
        }
        if (!music.plays()) {
            judge(probability, arrivedNanos, 0);
        }
    }

    /** Music is no segment; what was said while its end was not known yet is looked at again. */
    private void onMusic(long nowNanos) {
        if (music.plays()) {
            endpointer.end();
        }
        events.accept(new TurnEvent.MusicHeard(music.plays()));
        for (int ago = music.held(); ago > 0 && !music.plays(); ago--) {
            int agoMillis = ago * Endpointer.WINDOW_MILLIS;
            judge(music.before(ago), nowNanos - agoMillis * 1_000_000L, agoMillis);
        }
    }

    /**
     * @param agoMillis how much newer audio the buffer has already
     */
    private void judge(float probability, long arrivedNanos, int agoMillis) {
        Endpointer.Signal signal = endpointer.onWindow(probability);
        if (signal == Endpointer.Signal.NONE && isAnswered()) {
            endpointer.end();
            signal = Endpointer.Signal.ENDED;
        }
        if (endpointer.silentMillis() == 0) {
            lastVoicedNanos = arrivedNanos;
        }
        switch (signal) {
            case NONE -> lookWhileSpeaking();
            case STARTED -> {
                buffer.beginSpeech(endpointer.voicedMillis() + agoMillis);
                lookedAtMillis = 0;
                segments++;
                events.accept(new TurnEvent.SpeechStarted());
            }
            case PAUSED -> events.accept(new TurnEvent.SpeechPaused(++attempts, speech()));
            case RESUMED -> events.accept(new TurnEvent.SpeechResumed());
            case ENDED -> events.accept(new TurnEvent.SpeechEnded());
        }
    }

    /** The turn was taken early, and the caller has not gone on: what comes next is another. */
    private boolean isAnswered() {
        return endpointer.inSpeech()
                && !endpointer.speaks()
                && endpointer.silentMillis() >= newSegmentMillis
                && attention.get() == Attention.BESIDE_AGENT;
    }

    private void lookWhileSpeaking() {
        boolean due = endpointer.voicedMillis() - lookedAtMillis >= LOOK_EVERY_MILLIS;
        if (due && endpointer.speaks() && attention.get() == Attention.TO_INTERJECTION) {
            lookedAtMillis = endpointer.voicedMillis();
            events.accept(new TurnEvent.SpeechContinues(++attempts, speech()));
        }
    }

    /** The segment that is being said, up to now. */
    Speech speech() {
        return new Speech(
                buffer.copy(),
                endpointer.voicedMillis(),
                lastVoicedNanos,
                endpointer.silentMillis(),
                segments);
    }
}
