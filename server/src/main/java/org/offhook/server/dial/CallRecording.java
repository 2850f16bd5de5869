package org.offhook.server.dial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.offhook.media.Pcm;

/**
 * Both sides of a call on one clock that begins when it is answered: the caller as sent, the other
 * side as heard, behind the jitter buffer. One thread.
 */
final class CallRecording {
    private static final int RESYNC_SAMPLES = Pcm.RATE_HZ / 5;
    private static final int MOST_SAMPLES = Pcm.RATE_HZ * 60 * 60;

    private final long answeredNanos;
    private short[] said = new short[Pcm.RATE_HZ * 30];
    private short[] heard = new short[Pcm.RATE_HZ * 30];
    private int saidEnd;
    private int heardEnd;

    CallRecording(long answeredNanos) {
        this.answeredNanos = answeredNanos;
    }

    /** An utterance whose first packet left at this time. */
    void said(short[] samples, long firstPacketNanos) {
        int at = position(firstPacketNanos);
        said = put(said, at, samples);
        saidEnd = Math.max(saidEnd, Math.min(at + samples.length, said.length));
    }

    /** The next frame: joined to the one before unless time has run away. */
    void heard(short[] frame, long nowNanos) {
        int expected = position(nowNanos);
        int at = Math.abs(expected - heardEnd) > RESYNC_SAMPLES ? expected : heardEnd;
        heard = put(heard, at, frame);
        heardEnd = Math.min(at + frame.length, heard.length);
    }

    /** Left the caller, right the other side. */
    void write(Path wav) throws IOException {
        int length = Math.max(saidEnd, heardEnd);
        WavFile.writeStereo(
                wav, Pcm.RATE_HZ, Arrays.copyOf(said, length), Arrays.copyOf(heard, length));
    }

    private int position(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos - answeredNanos);
        return Math.clamp(millis * (Pcm.RATE_HZ / 1_000), 0, MOST_SAMPLES);
    }

    private static short[] put(short[] into, int at, short[] samples) {
        int end = at + samples.length;
        if (end > MOST_SAMPLES) {
            return into; // an hour is enough
        }
        short[] room = end <= into.length ? into : Arrays.copyOf(into, Math.max(end, 2 * at));
        System.arraycopy(samples, 0, room, at, samples.length);
        return room;
    }
}
