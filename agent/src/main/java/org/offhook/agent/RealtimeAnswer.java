package org.offhook.agent;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;

/**
 * One answer of a realtime service on its way to the caller. Its words and sounds are put by the
 * call's realtime thread, which never waits; {@link #speak} plays them on a thread of its own.
 */
final class RealtimeAnswer {
    /** What a service says beyond is dropped: nobody listens to a lecture on the phone. */
    private static final int LONGEST_MILLIS = 120_000;

    private static final int LONGEST_TEXT = 20_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Words come before their sound: so long they take, as English is spoken. */
    private static final int MILLIS_PER_CHARACTER = 65;

    private static final int SAMPLES_PER_MILLI = Pcm.RATE_HZ / 1000;

    /** A second filler comes so long after the first, and so on. */
    private static final long FILL_AGAIN_SECONDS = 4;

    /** Of no session what is said while tools run. */
    private record Key(RealtimeSession session, String item) {}

    private static final class Item {
        int part;
        int bytes;
    }

    private sealed interface Piece {
        record Sound(byte[] bytes) implements Piece {}

        record Prepared(short[] samples) implements Piece {}

        record End() implements Piece {}

        record Failed(IOException why) implements Piece {}
    }

    private final SoundFormat format;
    private final Playout playout;
    private final ToolWait wait;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final ReentrantLock sounding = new ReentrantLock();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Map<Key, Item> items = new LinkedHashMap<>();

    /** Since something else was said in between. */
    private final StringBuilder text = new StringBuilder();

    private final StringBuilder textBefore = new StringBuilder();
    private int bytesBefore;
    private int millisBetween;
    private UtteranceText said;
    private int utterance;
    private int bytes;
    private long soundEndNanos;
    private boolean over;
    private boolean failed;
    private boolean capped;
    private volatile int filledMillis;
    private volatile long fillEndNanos;

    /**
     * @param wait what is said while tools run
     */
    RealtimeAnswer(SoundFormat format, Playout playout, ToolWait wait) {
        this.format = format;
        this.playout = playout;
        this.wait = wait;
    }

    /** It may be heard from now on, under this number. */
    void want(int number, UtteranceText filled, long nowNanos) {
        utterance = number;
        said = filled;
        soundEndNanos = nowNanos + millis(bytes) * NANOS_PER_MILLI;
        fillEndNanos = nowNanos;
        publish();
    }

    private int millis(int ofBytes) {
        return ofBytes / format.bytesPerMilli();
    }

    boolean isWanted() {
        return said != null;
    }

    int utterance() {
        return utterance;
    }

    boolean isUtterance(int number) {
        return isWanted() && utterance == number;
    }

    boolean hasSound() {
        return bytes > 0;
    }

    /** Nothing more of it will be taken. */
    boolean isOver() {
        return over;
    }

    /** All that the service had to say is here. */
    boolean isComplete() {
        return over && !failed && !capped;
    }

    boolean hasFailed() {
        return failed;
    }

    /** The service went on beyond what is taken; it ends with what it has. */
    boolean isCapped() {
        return capped;
    }

    /** Whether so many frames were all that the service said, to within the last one. */
    boolean isAll(int frames) {
        int millis = filledMillis + millisBetween + millis(bytes);
        return isComplete() && (frames + 1) * Pcm.FRAME_MILLIS >= millis;
    }

    /** Whether the session said any of it. */
    boolean isOf(RealtimeSession session) {
        return items.entrySet().stream()
                .anyMatch(one -> one.getKey().session == session && one.getValue().bytes > 0);
    }

    /** What has no sound by now is the call of a tool, and stays. */
    void waitsForTools() {
        items.values().removeIf(item -> item.bytes == 0);
        if (!text.isEmpty()) {
            text.append(' ');
        }
    }

    /** Tools still run: the caller is told so when it has been quiet for too long. */
    void toolsRun(long nowNanos) {
        Repertoire.Line line = over ? null : wait.due(quietNanos(nowNanos), hasWords());
        if (line != null) {
            insert(line.text(), line.audio().orElseThrow().pcm(), nowNanos);
        }
    }

    /** Until {@link #toolsRun} has something to say. */
    long nextWordsNanos(long nowNanos) {
        long patienceNanos = over ? Long.MAX_VALUE : wait.patienceNanos(hasWords());
        return patienceNanos == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, patienceNanos - quietNanos(nowNanos));
    }

    private boolean hasWords() {
        return hasSound() || filledMillis > 0;
    }

    private long quietNanos(long nowNanos) {
        return Math.min(nowNanos - soundEndNanos, nowNanos - fillEndNanos);
    }

    /** Says something of ours behind all that has come, and before all that will come. */
    private void insert(String words, short[] samples, long nowNanos) {
        begun.countDown();
        int millis = samples.length / SAMPLES_PER_MILLI;
        var item = new Item();
        item.bytes = millis * format.bytesPerMilli();
        items.put(new Key(null, "between-" + items.size()), item);
        millisBetween += millis;
        sounds(millis, nowNanos);
        said.grow(text.toString().strip(), (long) millis(bytes - bytesBefore) * SAMPLES_PER_MILLI);
        said.follow(words, samples.length);
        textBefore.append(text);
        text.setLength(0);
        bytesBefore = bytes;
        pieces.add(new Piece.Prepared(samples));
    }

    private void sounds(int millis, long nowNanos) {
        long begin = soundEndNanos - nowNanos > 0 ? soundEndNanos : nowNanos;
        soundEndNanos = begin + millis * NANOS_PER_MILLI;
    }

    UtteranceText said() {
        return said;
    }

    void added(RealtimeSession session, String item) {
        items.computeIfAbsent(new Key(session, item), _ -> new Item());
    }

    void sound(RealtimeSession session, RealtimeEvent.Sound sound, long nowNanos) {
        if (over) {
            return;
        }
        if (bytes + sound.sound().length > LONGEST_MILLIS * format.bytesPerMilli()) {
            capped = true;
            complete();
            return;
        }
        Item item = items.computeIfAbsent(new Key(session, sound.item()), _ -> new Item());
        item.part = sound.part();
        item.bytes += sound.sound().length;
        bytes += sound.sound().length;
        sounds(millis(sound.sound().length), nowNanos);
        pieces.add(new Piece.Sound(sound.sound()));
        publish();
    }

    void words(String more) {
        if (!over && text.length() + more.length() <= LONGEST_TEXT) {
            text.append(more);
            publish();
        }
    }

    /** No more will come. */
    void complete() {
        end(new Piece.End());
    }

    void fail(IOException why) {
        failed |= !over;
        end(new Piece.Failed(why));
    }

    private void end(Piece last) {
        if (!over) {
            over = true;
            publish(); // first: whoever takes the last piece may read the text at once
            pieces.add(last);
        }
    }

    private void publish() {
        if (said != null) {
            said.grow(text.toString().strip(), samples());
        }
    }

    private long samples() {
        int received = millis(bytes - bytesBefore);
        int expected = over ? received : Math.max(received, text.length() * MILLIS_PER_CHARACTER);
        return (long) expected * SAMPLES_PER_MILLI;
    }

    /** The words that belong to the sound so far, cut at a word; then they are all there is. */
    String cutToSound() {
        var cut = new UtteranceText();
        cut.grow(text.toString().strip(), samples());
        String spoken = cut.heard(millis(bytes - bytesBefore) / Pcm.FRAME_MILLIS);
        text.setLength(0);
        text.append(spoken).append(' ');
        return textBefore + spoken;
    }

    /**
     * Tells a session how much of what it said was heard when so many frames had left.
     *
     * @param session null where none is left that should know
     */
    void truncate(RealtimeSession session, int frames) {
        int left = Math.max(0, frames * Pcm.FRAME_MILLIS - filledMillis);
        for (var entry : items.entrySet()) {
            int millis = millis(entry.getValue().bytes);
            int heard = Math.min(left, millis);
            left -= heard;
            if (session == null || entry.getKey().session != session) {
                continue;
            }
            if (heard == 0) {
                session.delete(entry.getKey().item);
            } else if (heard < millis || !isComplete()) {
                session.truncate(entry.getKey().item, entry.getValue().part, heard);
            }
        }
    }

    /**
     * Plays what comes, up to its end or until it is no longer audible.
     *
     * @param codec that the call speaks, as in SDP
     * @throws IOException it will not be completed
     */
    void speak(String codec) throws IOException, InterruptedException {
        boolean untouched = codec.equals(format.name());
        var speaker = new SoundPlayer(format, playout, utterance, untouched);
        while (true) {
            switch (pieces.take()) {
                case Piece.Sound(byte[] sound) -> {
                    if (!play(() -> speaker.playOrWait(sound))) {
                        return;
                    }
                }
                case Piece.Prepared(short[] samples) -> {
                    if (!play(() -> playout.putOrWait(utterance, samples, samples.length))) {
                        return;
                    }
                }
                case Piece.End() -> {
                    playout.end(utterance);
                    return;
                }
                case Piece.Failed(IOException why) -> throw why;
            }
        }
    }

    /** False when it is no longer audible. */
    private interface Playing {
        boolean putOrWait() throws InterruptedException;
    }

    private boolean play(Playing sound) throws InterruptedException {
        sounding.lockInterruptibly();
        try {
            begun.countDown();
            return sound.putOrWait();
        } finally {
            sounding.unlock();
        }
    }

    /** Says something prepared first, and again as long as nothing else is heard. */
    void fill(String words, short[] samples) throws InterruptedException {
        do {
            sounding.lockInterruptibly();
            try {
                if (begun.getCount() == 0) {
                    return;
                }
                int millis = samples.length / SAMPLES_PER_MILLI;
                filledMillis += millis;
                fillEndNanos = System.nanoTime() + millis * NANOS_PER_MILLI;
                said.add(words, (long) filledMillis * SAMPLES_PER_MILLI);
                if (!playout.putOrWait(utterance, samples, samples.length)) {
                    return;
                }
            } finally {
                sounding.unlock();
            }
        } while (!begun.await(FILL_AGAIN_SECONDS, TimeUnit.SECONDS));
    }
}
