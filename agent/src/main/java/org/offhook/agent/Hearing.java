package org.offhook.agent;

import java.util.function.Consumer;
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

    /** The model goes on this long after the gate closed, so that it sees speech fade. */
    private static final int GATE_HANGOVER_FRAMES = 10;

    private final VoiceActivity activity;
    private final Endpointer endpointer;
    private final Consumer<TurnMachine.Event> events;
    private final SpeechBuffer buffer;
    private final Resampler toEightKhz = new Resampler(Pcm.RATE_HZ, Pcm.RATE_HZ / 2);
    private final short[] narrow = new short[Pcm.FRAME_SAMPLES];
    private final float[] window = new float[VoiceActivity.WINDOW_SAMPLES];
    private int windowFill;
    private int framesSinceLoud = GATE_HANGOVER_FRAMES;
    private int attempts;
    private long lastVoicedNanos;

    Hearing(VoiceActivity activity, Limits limits, Consumer<TurnMachine.Event> events) {
        this.activity = activity;
        this.events = events;
        this.endpointer =
                new Endpointer(
                        limits.speechStart(),
                        limits.earlyPause(),
                        limits.endOfTurn(),
                        limits.longestSpeech());
        this.buffer =
                new SpeechBuffer(PREROLL_MILLIS, (int) limits.longestSpeech().toMillis() + 2_000);
    }

    /** The next frame, voiced or not; {@code nowNanos} stands in for a frame without a packet. */
    void onFrame(HeardFrames.Frame frame, long nowNanos) {
        buffer.append(frame.samples, frame.samples.length);
        if (!endpointer.inSpeech()) {
            buffer.keepPreroll();
        }
        framesSinceLoud = isLoud(frame) ? 0 : framesSinceLoud + 1;
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

    private void onWindow(long arrivedNanos) {
        float probability =
                framesSinceLoud <= GATE_HANGOVER_FRAMES ? activity.probability(window) : 0;
        Endpointer.Signal signal = endpointer.onWindow(probability);
        if (endpointer.silentMillis() == 0) {
            lastVoicedNanos = arrivedNanos;
        }
        switch (signal) {
            case NONE -> {}
            case STARTED -> {
                buffer.beginSpeech(endpointer.voicedMillis());
                events.accept(new TurnMachine.Event.SpeechStarted());
            }
            case PAUSED ->
                    events.accept(
                            new TurnMachine.Event.SpeechPaused(
                                    ++attempts,
                                    new Speech(
                                            buffer.copy(),
                                            endpointer.voicedMillis(),
                                            lastVoicedNanos)));
            case RESUMED -> events.accept(new TurnMachine.Event.SpeechResumed());
            case ENDED -> events.accept(new TurnMachine.Event.SpeechEnded());
        }
    }

    private static boolean isLoud(HeardFrames.Frame frame) {
        long sum = 0;
        for (short sample : frame.samples) {
            sum += (long) sample * sample;
        }
        return sum > GATE_MEAN_SQUARE * frame.samples.length;
    }
}
