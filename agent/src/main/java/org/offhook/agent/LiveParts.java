package org.offhook.agent;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.agent.loudness.Mastering;
import org.offhook.media.Pcm;

/**
 * Speaks what an agent cannot have prepared, as loud and as bare of silence as what it has, and
 * keeps what it spoke last: the same day, name or price is asked for again. Any thread.
 */
public final class LiveParts {
    /** The oldest go first. */
    private static final int MOST_KEPT = 500;

    /** Two minutes: 4 MB. */
    private static final int MOST_KEPT_SAMPLES = 120 * Pcm.RATE_HZ;

    private final List<Voice> voices;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, short[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int keptSamples;
    private final LongAdder spoken = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder noValue = new LongAdder();

    /**
     * @param voices those that prepare, each asked for what those before it could not; stay the
     *     caller's to close
     */
    public LiveParts(List<Voice> voices) {
        this.voices = List.copyOf(voices);
    }

    /**
     * How often what, since the program began.
     *
     * @param spoken parts that a voice was asked for and spoke
     * @param repeated parts that had been spoken before and were kept
     * @param late parts that made a caller wait within an answer
     * @param failed parts that no voice spoke in time: the caller heard an apology
     * @param noValue answers that were not said for want of a value, once a call
     */
    public record Counts(long spoken, long repeated, long late, long failed, long noValue) {}

    public Counts counts() {
        return new Counts(spoken.sum(), repeated.sum(), late.sum(), failed.sum(), noValue.sum());
    }

    public boolean canSpeak() {
        return !voices.isEmpty();
    }

    /** A part that made a caller wait. */
    void wasLate() {
        late.increment();
    }

    /** A part that never came. */
    void hasFailed() {
        failed.increment();
    }

    /** An answer was not said: this call has no value for it. */
    public void hadNoValue() {
        noValue.increment();
    }

    /**
     * Speaks; blocks its caller's virtual thread.
     *
     * @return PCM as in {@link Pcm}, at the loudness of what is prepared; not to be changed
     * @throws IOException no voice could
     */
    short[] speak(String text) throws IOException, InterruptedException {
        Optional<short[]> before = find(text);
        if (before.isPresent()) {
            repeated.increment();
            return before.get();
        }
        IOException failure = new IOException("there is no voice");
        for (Voice voice : voices) {
            try {
                short[] speech = speak(voice, text);
                spoken.increment();
                // Another voice stands in for a while only.
                if (voice == voices.getFirst()) {
                    keep(text, speech);
                }
                return speech;
            } catch (IOException next) {
                failure = next;
            }
        }
        throw failure;
    }

    private static short[] speak(Voice voice, String text)
            throws IOException, InterruptedException {
        var recording = new Recording();
        voice.speak(text, recording);
        short[] speech = Mastering.master(recording.samples(), recording.length());
        if (speech.length == 0) {
            throw new IOException("voice " + voice.id() + " made no sound");
        }
        return speech;
    }

    private Optional<short[]> find(String text) {
        lock.lock();
        try {
            return Optional.ofNullable(kept.get(text));
        } finally {
            lock.unlock();
        }
    }

    private void keep(String text, short[] speech) {
        lock.lock();
        try {
            short[] replaced = kept.put(text, speech);
            keptSamples += speech.length - (replaced == null ? 0 : replaced.length);
            var oldest = kept.entrySet().iterator();
            while (kept.size() > MOST_KEPT || keptSamples > MOST_KEPT_SAMPLES) {
                Map.Entry<String, short[]> gone = oldest.next();
                keptSamples -= gone.getValue().length;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
