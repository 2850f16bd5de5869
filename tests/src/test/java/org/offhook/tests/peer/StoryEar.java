package org.offhook.tests.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows a story that was heard before, frame of 20 ms by frame: where it is, where it stops and
 * where it goes on. Pure; one thread.
 */
public final class StoryEar {
    private static final int SAMPLES = 160;

    /** Behind a cut there is a short fade; from here on silence is silence. */
    private static final int FADE_SAMPLES = 60;

    /** So many frames tell a place from another. */
    private static final int WINDOW = 12;

    private static final double SAME = 0.98;

    /** Of one frame beside its fellow. */
    private static final double ALIKE = 0.5;

    private static final int MISMATCHES = 4;

    /** Two seconds either way. */
    private static final int RANGE = 100;

    /** A filler may come before. */
    private static final int FIRST_RANGE = 250;

    private static final int MOST_FRAMES = 3_000;

    /**
     * One stop of the story.
     *
     * @param frame the first that was not heard
     * @param lastNanos when the last frame of it came
     * @param silentNanos when the first silent one came
     */
    public record Stop(int frame, long lastNanos, long silentNanos) {}

    /**
     * A stop and how the story went on after it, in frames in which something is said.
     *
     * @param nanos when it went on
     * @param frame where
     * @param repeated heard twice
     * @param lost never heard
     */
    public record GoneOn(Stop stop, long nanos, int frame, int repeated, int lost) {}

    private final List<short[]> story;
    private final List<GoneOn> goneOn = new ArrayList<>();
    private final List<short[]> seeking = new ArrayList<>();
    private final List<Long> seekingNanos = new ArrayList<>();
    private boolean follows;
    private boolean begun;
    private int at;
    private int mismatches;
    private long lastNanos;
    private Stop stop;

    /**
     * @param story as {@link #recording} makes it
     */
    public StoryEar(List<short[]> story) {
        this.story = story;
    }

    /** What a first listener of the story collects: to be given each frame as it comes. */
    public static List<short[]> recording(List<short[]> heard) {
        int first = 0;
        while (first < heard.size() && isSilent(heard.get(first))) {
            first++;
        }
        int last = heard.size();
        while (last > first && isSilent(heard.get(last - 1))) {
            last--;
        }
        return List.copyOf(heard.subList(first, Math.min(last, first + MOST_FRAMES)));
    }

    /** The next frame; may be reused after the call. */
    public void hear(short[] frame, long nanos) {
        if (follows) {
            follow(frame, nanos);
        } else {
            seek(frame.clone(), nanos);
        }
    }

    private void follow(short[] frame, long nanos) {
        if (at >= story.size()) {
            return;
        }
        short[] expected = story.get(at);
        if (isSilent(frame) && !isSilent(expected)) {
            stop(at, nanos);
            return;
        }
        if (!isSilent(frame)) {
            boolean alike = !isSilent(expected) && likeness(List.of(frame), at) >= ALIKE;
            mismatches = alike ? 0 : mismatches + 1;
            if (mismatches == MISMATCHES) {
                stop(at - MISMATCHES + 1, nanos);
                return;
            }
            lastNanos = nanos;
        }
        at++;
    }

    private void stop(int frame, long nanos) {
        stop = new Stop(frame, lastNanos, nanos);
        follows = false;
        mismatches = 0;
    }

    private void seek(short[] frame, long nanos) {
        if (seeking.isEmpty() && isSilent(frame)) {
            return;
        }
        seeking.add(frame);
        seekingNanos.add(nanos);
        if (seeking.size() < WINDOW) {
            return;
        }
        int from = begun ? at - RANGE : 0;
        int to = begun ? at + RANGE : FIRST_RANGE;
        int best = -1;
        double most = SAME;
        for (int place = Math.max(0, from);
                place <= to && place + WINDOW <= story.size();
                place++) {
            double alike = likeness(seeking, place);
            if (alike > most) {
                most = alike;
                best = place;
            }
        }
        if (best >= 0) {
            found(best, nanos);
        } else {
            slide();
        }
    }

    private void found(int place, long nanos) {
        if (stop != null) {
            goneOn.add(
                    new GoneOn(
                            stop,
                            seekingNanos.getFirst(),
                            place,
                            saidIn(place, stop.frame),
                            saidIn(stop.frame, place)));
        }
        stop = null;
        begun = true;
        follows = true;
        at = place + WINDOW;
        lastNanos = nanos;
        seeking.clear();
        seekingNanos.clear();
    }

    private void slide() {
        seeking.removeFirst();
        seekingNanos.removeFirst();
        while (!seeking.isEmpty() && isSilent(seeking.getFirst())) {
            seeking.removeFirst();
            seekingNanos.removeFirst();
        }
    }

    private int saidIn(int from, int to) {
        int said = 0;
        for (int frame = from; frame < to; frame++) {
            said += isSilent(story.get(frame)) ? 0 : 1;
        }
        return said;
    }

    /** Correlation, 1 for the same but for loudness. */
    private double likeness(List<short[]> frames, int place) {
        double both = 0;
        double one = 1;
        double other = 1;
        for (int k = 0; k < frames.size(); k++) {
            short[] heard = frames.get(k);
            short[] known = story.get(place + k);
            for (int i = 0; i < SAMPLES; i++) {
                both += (double) heard[i] * known[i];
                one += (double) heard[i] * heard[i];
                other += (double) known[i] * known[i];
            }
        }
        return both / Math.sqrt(one * other);
    }

    /** Whether nothing is said in it: exact zeros but for a fade. */
    private static boolean isSilent(short[] frame) {
        for (int i = FADE_SAMPLES; i < frame.length; i++) {
            if (Math.abs(frame[i]) > 8) {
                return false;
            }
        }
        return true;
    }

    /** Whether the story is being told now. */
    public boolean follows() {
        return follows && at < story.size();
    }

    /** Frames from the beginning of the story to now, or to where it stopped. */
    public int frame() {
        return stop == null ? at : stop.frame;
    }

    /** Frames still to come. */
    public int left() {
        return story.size() - at;
    }

    /** Where it has stopped and not gone on; null while it is told. */
    public Stop stop() {
        return stop;
    }

    /** All times that it has gone on. */
    public List<GoneOn> goneOn() {
        return List.copyOf(goneOn);
    }

    /** For a failed test. */
    @Override
    public String toString() {
        return "at %d of %d frames, %s, gone on %s"
                .formatted(at, story.size(), stop == null ? "told" : stop, goneOn);
    }
}
