package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A call in which the agent tells a story of {@link StoryProvider} and the caller makes sounds
 * meanwhile. Used by one thread, which paces it.
 */
public final class StoryCall implements AutoCloseable {
    private static final int GREETING_FRAMES = 3_000;
    private static final int BEGIN_FRAMES = 3_000;
    private static final int LONGEST_FRAMES = 2_500;
    private static final int LEAST_FRAMES = 600;
    private static final int QUIET_FRAMES = 60;
    private static final long QUIET_NANOS = 600_000_000L;

    /** After a sound of nothing the agent goes on within this; it looks at sounds for 3 s. */
    private static final int SETTLING_FRAMES = 125;

    /** A busy machine may need longer for that. */
    private static final int LATE_FRAMES = 1_500;

    private final ScriptedPhone phone;
    private final CallersMicrophone microphone;
    private ScriptedPhone.Ear ear = (frame, nanos) -> {};
    private StoryEar story;

    /**
     * What became of a sound that the caller made.
     *
     * @param voicedNanos when its first packet left
     * @param goneOn stops since then that the story went on after
     * @param stop the last, which it did not go on after; null where it did, or there was none
     */
    public record Outcome(long voicedNanos, List<StoryEar.GoneOn> goneOn, StoryEar.Stop stop) {}

    private StoryCall(ScriptedPhone phone, CallersMicrophone microphone) {
        this.phone = phone;
        this.microphone = microphone;
        phone.listenWith((frame, nanos) -> {
            microphone.leak(frame);
            ear.heard(frame, nanos);
        });
    }

    /** Calls, and hears the greeting. */
    public static StoryCall call(InetSocketAddress server, CallersMicrophone microphone)
            throws IOException {
        var call = new StoryCall(ScriptedPhone.call(server), microphone);
        for (int i = 0; i < GREETING_FRAMES && !call.hasGreeted(); i++) {
            call.tick();
        }
        return call;
    }

    private boolean hasGreeted() {
        return phone.heardFrames() > 10
                && System.nanoTime() - phone.lastAudibleNanos() > QUIET_NANOS;
    }

    /** One place of 20 ms; returns when its packet left. */
    private long tick() throws IOException {
        return phone.send(microphone.frame());
    }

    /** Listens for so many frames. */
    public void listen(int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            tick();
        }
    }

    private void speak(Sound said) throws IOException {
        microphone.say(said);
        while (microphone.isSpeaking()) {
            tick();
        }
    }

    /** Asks for a story and listens to all of it. */
    public List<short[]> record(Sound question) throws IOException {
        speak(question);
        var heard = new ArrayList<short[]>();
        ear = (frame, nanos) -> heard.add(frame.clone());
        int quiet = 0;
        long before = phone.heardFrames();
        for (int i = 0; i < LONGEST_FRAMES && quiet < QUIET_FRAMES; i++) {
            long count = phone.heardFrames();
            tick();
            // A filler is no story yet.
            boolean isTold = count - before > LEAST_FRAMES;
            quiet = isTold && phone.heardFrames() == count ? quiet + 1 : 0;
        }
        return StoryEar.recording(heard);
    }

    /**
     * Asks for a story.
     *
     * @param known as recorded
     * @return false where it has not begun in time
     */
    public boolean ask(Sound question, List<short[]> known) throws IOException {
        speak(question);
        story = new StoryEar(known);
        ear = story::hear;
        for (int i = 0; i < BEGIN_FRAMES && !story.follows(); i++) {
            tick();
        }
        return story.follows();
    }

    /** Makes a sound and waits for what becomes of it. */
    public Outcome make(Sound sound) throws IOException {
        return make(sound, 0);
    }

    /** Makes a sound of nothing and waits until the story has gone on, or too long. */
    public Outcome makeInVain(Sound sound) throws IOException {
        return make(sound, LATE_FRAMES);
    }

    private Outcome make(Sound sound, int lateFrames) throws IOException {
        int before = story.goneOn().size();
        microphone.say(sound);
        long voicedNanos = tick();
        while (microphone.isSpeaking()) {
            tick();
        }
        listen(SETTLING_FRAMES);
        for (int i = 0; i < lateFrames && story.goneOn().size() == before; i++) {
            tick();
        }
        List<StoryEar.GoneOn> all = story.goneOn();
        return new Outcome(voicedNanos, all.subList(before, all.size()), story.stop());
    }

    /** What is heard of the story. */
    public StoryEar story() {
        return story;
    }

    @Override
    public void close() {
        phone.close();
    }
}
