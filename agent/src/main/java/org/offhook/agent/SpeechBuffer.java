package org.offhook.agent;

import java.util.Arrays;
import org.offhook.media.Pcm;

/**
 * The caller's audio from a little before speech began. Grows to its limit and then keeps the
 * newest. Used by the hearing thread only.
 */
final class SpeechBuffer {
    private static final int FIRST_CAPACITY = 4 * Pcm.RATE_HZ;

    private final int prerollSamples;
    private final int limitSamples;
    private short[] samples = new short[FIRST_CAPACITY];
    private int length;

    SpeechBuffer(int prerollMillis, int limitMillis) {
        prerollSamples = prerollMillis * (Pcm.RATE_HZ / 1000);
        limitSamples = Math.max(FIRST_CAPACITY, limitMillis * (Pcm.RATE_HZ / 1000));
    }

    /** Appends a frame; at the limit the oldest audio goes. */
    void append(short[] frame, int frameLength) {
        if (length + frameLength > samples.length) {
            if (samples.length < limitSamples) {
                samples = Arrays.copyOf(samples, Math.min(2 * samples.length, limitSamples));
            } else {
                dropOldest(length + frameLength - samples.length);
            }
        }
        System.arraycopy(frame, 0, samples, length, frameLength);
        length += frameLength;
    }

    /** Nobody speaks: keeps only what may turn out to be the beginning of a word. */
    void keepPreroll() {
        // Moving the audio once in a while is cheaper than at each frame.
        if (length > 4 * prerollSamples) {
            dropOldest(length - prerollSamples);
        }
    }

    /** Music plays: keeps what may turn out to be words after its end. */
    void keep(int millis) {
        int wanted = millis * (Pcm.RATE_HZ / 1000);
        if (length > 2 * wanted) {
            dropOldest(length - wanted);
        }
    }

    /** Speech has begun {@code agoMillis} ago: what lies more than the preroll before goes. */
    void beginSpeech(int agoMillis) {
        int wanted = prerollSamples + agoMillis * (Pcm.RATE_HZ / 1000);
        if (length > wanted) {
            dropOldest(length - wanted);
        }
    }

    short[] copy() {
        return Arrays.copyOf(samples, length);
    }

    private void dropOldest(int count) {
        System.arraycopy(samples, count, samples, 0, length - count);
        length -= count;
    }
}
