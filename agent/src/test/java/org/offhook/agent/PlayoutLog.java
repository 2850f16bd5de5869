package org.offhook.agent;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.media.Playout;
import org.offhook.media.PreparedAudio;

/**
 * A call's playout that takes all at once and tells what came: {@code put 1 320}, {@code end 1}.
 */
final class PlayoutLog implements Playout {
    /** What is said while a tool runs, where that is one frame long. */
    static final String FILLER = "put 1 320";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private int utterances;

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Waits for what comes next. */
    String any() throws InterruptedException {
        return events.poll(60, TimeUnit.SECONDS);
    }

    /** The next that is no filler: on a busy machine any tool may be slow. */
    String next() throws InterruptedException {
        String next = any();
        while (FILLER.equals(next)) {
            next = any();
        }
        return next;
    }

    @Override
    public int begin() {
        return ++utterances;
    }

    @Override
    public void play(int utterance, PreparedAudio audio) {
        throw new IllegalStateException("nothing is prepared");
    }

    @Override
    public boolean putOrWait(int utterance, short[] samples, int length) {
        events.add("put " + utterance + " " + length);
        return true;
    }

    @Override
    public boolean putCodesOrWait(int utterance, byte[] codes, int length) {
        throw new IllegalStateException("a voice makes samples");
    }

    @Override
    public boolean sendDigits(String digits) {
        throw new IllegalStateException("keys go elsewhere");
    }

    @Override
    public void end(int utterance) {
        events.add("end " + utterance);
    }

    @Override
    public void pause(int utterance) {}

    @Override
    public int resume(int utterance, int mostBackFrames) {
        return 0;
    }

    @Override
    public void silence() {}
}
