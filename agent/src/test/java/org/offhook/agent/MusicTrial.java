package org.offhook.agent;

import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.codec.G711;

/**
 * What {@link MusicDetector} makes of a recording that comes through µ-law.
 *
 * @param seconds of the recording
 * @param firstSeconds when music was noticed; negative: never
 * @param musicSeconds how long music was said to play
 */
record MusicTrial(double seconds, double firstSeconds, double musicSeconds) {
    static MusicTrial of(short[] samples, int rateHz) {
        var detector = new MusicDetector();
        float[] line = telephone(samples, rateHz);
        var window = new float[VoiceActivity.WINDOW_SAMPLES];
        int windows = line.length / window.length;
        int playing = 0;
        int first = -1;
        for (int i = 0; i < windows; i++) {
            System.arraycopy(line, i * window.length, window, 0, window.length);
            detector.onWindow(window);
            playing += detector.plays() ? 1 : 0;
            first = first < 0 && detector.plays() ? i + 1 : first;
        }
        double second = window.length / 8_000.0;
        return new MusicTrial(windows * second, first * second, playing * second);
    }

    /** At 8 kHz and through µ-law, -1 to 1. */
    static float[] telephone(short[] samples, int rateHz) {
        short[] narrow = samples;
        int count = samples.length;
        if (rateHz != Pcm.RATE_HZ / 2) {
            var resampler = new Resampler(rateHz, Pcm.RATE_HZ / 2);
            narrow = new short[resampler.mostOut(samples.length)];
            count = resampler.resample(samples, samples.length, narrow);
        }
        var line = new float[count];
        for (int i = 0; i < count; i++) {
            line[i] = G711.MU_LAW.decode(G711.MU_LAW.encode(narrow[i])) / 32_768f;
        }
        return line;
    }

    boolean isMusic() {
        return firstSeconds >= 0;
    }
}
