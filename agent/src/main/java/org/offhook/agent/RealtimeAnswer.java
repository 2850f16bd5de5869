package org.offhook.agent;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** Words come before their sound: so long they take, as English is spoken. */
    private static final int MILLIS_PER_CHARACTER = 65;

    private record Key(RealtimeSession session, String item) {}

    private static final class Item {
        int part;
        int bytes;
    }

    private sealed interface Piece {
        record Sound(byte[] bytes) implements Piece {}

        record End() implements Piece {}

        record Failed(IOException why) implements Piece {}
    }

    private final SoundFormat format;
    private final Playout playout;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final ReentrantLock sounding = new ReentrantLock();
    private final Map<Key, Item> items = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private UtteranceText said;
    private int utterance;
    private int bytes;
    private boolean over;
    private boolean failed;
    private boolean capped;
    private volatile int filledMillis;
    private boolean begun;

    RealtimeAnswer(SoundFormat format, Playout playout) {
        this.format = format;
        this.playout = playout;
    }

    /** It may be heard from now on, under this number. */
    void want(int number, UtteranceText filled) {
        utterance = number;
        said = filled;
        publish();
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
        int millis = filledMillis + bytes / format.bytesPerMilli();
        return isComplete() && (frames + 1) * Pcm.FRAME_MILLIS >= millis;
    }

    /** Whether the session said any of it. */
    boolean isOf(RealtimeSession session) {
        return items.entrySet().stream()
                .anyMatch(one -> one.getKey().session == session && one.getValue().bytes > 0);
    }

    /** What has no sound by now is the call of a tool, and stays. */
    void keepSilentItems() {
        items.values().removeIf(item -> item.bytes == 0);
    }

    UtteranceText said() {
        return said;
    }

    void added(RealtimeSession session, String item) {
        items.computeIfAbsent(new Key(session, item), _ -> new Item());
    }

    void sound(RealtimeSession session, RealtimeEvent.Sound sound) {
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
            pieces.add(last);
            publish();
        }
    }

    private void publish() {
        if (said != null) {
            said.grow(text.toString().strip(), samples());
        }
    }

    private long samples() {
        int received = bytes / format.bytesPerMilli();
        int expected = over ? received : Math.max(received, text.length() * MILLIS_PER_CHARACTER);
        return (long) expected * (Pcm.RATE_HZ / 1000);
    }

    /** The words that belong to the sound so far, cut at a word; then they are all there is. */
    String cutToSound() {
        var cut = new UtteranceText();
        cut.grow(text.toString().strip(), samples());
        String spoken = cut.heard(bytes / format.bytesPerMilli() / Pcm.FRAME_MILLIS);
        text.setLength(0);
        text.append(spoken).append(' ');
        return spoken;
    }

    /**
     * Tells a session how much of what it said was heard when so many frames had left.
     *
     * @param session null where none is left that should know
     */
    void truncate(RealtimeSession session, int frames) {
        int left = Math.max(0, frames * Pcm.FRAME_MILLIS - filledMillis);
        for (var entry : items.entrySet()) {
            int millis = entry.getValue().bytes / format.bytesPerMilli();
            int heard = Math.min(left, millis);
            left -= heard;
            if (entry.getKey().session != session) {
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
                    if (!play(speaker, sound)) {
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

    private boolean play(SoundPlayer speaker, byte[] sound) throws InterruptedException {
        sounding.lockInterruptibly();
        try {
            begun = true;
            return speaker.playOrWait(sound);
        } finally {
            sounding.unlock();
        }
    }

    /** Says something prepared first, unless something has been said already. */
    void fill(String words, short[] samples) throws InterruptedException {
        sounding.lockInterruptibly();
        try {
            if (!begun) {
                begun = true;
                filledMillis = samples.length / (Pcm.RATE_HZ / 1000);
                said.add(words, samples.length);
                playout.putOrWait(utterance, samples, samples.length);
            }
        } finally {
            sounding.unlock();
        }
    }
}
