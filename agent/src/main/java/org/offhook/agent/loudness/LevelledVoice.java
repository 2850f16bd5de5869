package org.offhook.agent.loudness;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Voice;

/**
 * A voice at the loudness of everything else ({@link Loudness#TARGET_LUFS}): what it has spoken so
 * far, on whatever call, sets the gain for what it says next. Thread-safe; each utterance is
 * levelled on the thread that speaks it, 5 ms late.
 */
public final class LevelledVoice implements Voice {
    /** Five minutes of speech; what is older weighs less and less. */
    private static final int MOST_BLOCKS = 3_000;

    private final Voice voice;
    private final ReentrantLock lock = new ReentrantLock();
    private final LoudnessHistogram learned = new LoudnessHistogram();

    /**
     * @param voice closed with this one
     */
    public LevelledVoice(Voice voice) {
        this.voice = voice;
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        var utterance = new Utterance(new Levelling(known()), sink);
        try {
            voice.speak(text, utterance);
            utterance.end();
        } finally {
            learn(utterance.levelling.learned());
        }
    }

    @Override
    public String id() {
        return voice.id();
    }

    @Override
    public void warmUp() {
        voice.warmUp();
    }

    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        voice.check();
    }

    @Override
    public void close() {
        voice.close();
    }

    private LoudnessHistogram known() {
        lock.lock();
        try {
            var copy = new LoudnessHistogram();
            copy.add(learned);
            return copy;
        } finally {
            lock.unlock();
        }
    }

    private void learn(LoudnessHistogram spoken) {
        lock.lock();
        try {
            learned.add(spoken);
            if (learned.blocks() > MOST_BLOCKS) {
                learned.halve();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Owned by the thread that speaks. */
    private static final class Utterance implements Sink {
        private final Levelling levelling;
        private final Sink sink;
        private short[] out = new short[1_600];
        private boolean wanted = true;

        Utterance(Levelling levelling, Sink sink) {
            this.levelling = levelling;
            this.sink = sink;
        }

        @Override
        public boolean accept(short[] samples, int length) throws InterruptedException {
            if (length > out.length) {
                out = new short[length];
            }
            return put(levelling.take(samples, length, out));
        }

        void end() throws InterruptedException {
            if (wanted) {
                put(levelling.end(out));
            }
        }

        private boolean put(int length) throws InterruptedException {
            wanted = length == 0 || sink.accept(out, length);
            return wanted;
        }
    }
}
