package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

/**
 * The words of one utterance beside their length in audio, so that the transcript can be cut where
 * the caller stopped listening. Written by the thread that speaks, read by the call's.
 */
final class UtteranceText {
    private record Piece(String text, long endSample, PreparedAudio audio) {}

    /** Frames weaker than the loudest by this power ratio, 33 dB, are pauses. */
    private static final int SILENCE_BELOW = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Piece> pieces = new ArrayList<>();
    private final List<LanguageModel.Message> tools = new ArrayList<>();

    /** Comes after all pieces; its end is counted from its own beginning. */
    private Piece growing = new Piece("", 0, null);

    /**
     * @param endSample length of the utterance in samples up to the end of this piece
     */
    void add(String text, long endSample) {
        add(text, endSample, null);
    }

    /** All of an utterance of which the audio is there: pauses in it count for no word. */
    void add(String text, PreparedAudio audio) {
        add(text, (long) audio.frames() * Pcm.FRAME_SAMPLES, audio);
    }

    private void add(String text, long endSample, PreparedAudio audio) {
        lock.lock();
        try {
            pieces.add(new Piece(text, endSample, audio));
        } finally {
            lock.unlock();
        }
    }

    /**
     * The last piece, whose words and sound are still coming; replaces what it was.
     *
     * @param samples how long it is, or will be as far as one can tell
     */
    void grow(String text, long samples) {
        lock.lock();
        try {
            growing = new Piece(text, samples, null);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What was growing has all that it will get, and this comes after it.
     *
     * @param samples how long it is
     */
    void follow(String text, long samples) {
        lock.lock();
        try {
            if (growing.endSample > 0) {
                pieces.add(new Piece(growing.text, lastEnd() + growing.endSample, null));
                growing = new Piece("", 0, null);
            }
            pieces.add(new Piece(text, lastEnd() + samples, null));
        } finally {
            lock.unlock();
        }
    }

    /** How long it is, but for what is still growing. */
    long samples() {
        lock.lock();
        try {
            return lastEnd();
        } finally {
            lock.unlock();
        }
    }

    private long lastEnd() {
        return pieces.isEmpty() ? 0 : pieces.getLast().endSample;
    }

    /** The model used tools on the way: what it asked for and what they brought. */
    void used(List<LanguageModel.Message> messages) {
        lock.lock();
        try {
            tools.addAll(messages);
        } finally {
            lock.unlock();
        }
    }

    /** All words, heard or not. */
    String all() {
        return heard(Integer.MAX_VALUE);
    }

    List<LanguageModel.Message> toolsUsed() {
        lock.lock();
        try {
            return List.copyOf(tools);
        } finally {
            lock.unlock();
        }
    }

    /** The words heard in the first so many frames, cut at a word. */
    String heard(int frames) {
        lock.lock();
        try {
            var heard = new StringBuilder();
            long begin = 0;
            for (Piece piece : allPieces()) {
                long played = (long) frames * Pcm.FRAME_SAMPLES - begin;
                // A frame of slack: the last one is filled up with silence.
                if (played + Pcm.FRAME_SAMPLES >= piece.endSample - begin) {
                    boolean apart = !heard.isEmpty() && !piece.text.isEmpty();
                    heard.append(apart ? " " : "").append(piece.text);
                } else {
                    double share =
                            piece.audio == null
                                    ? Math.max(0, played) / (double) (piece.endSample - begin)
                                    : spokenShare(piece.audio, (int) (played / Pcm.FRAME_SAMPLES));
                    String part = cutAtWord(piece.text, share);
                    heard.append(heard.isEmpty() || part.isEmpty() ? "" : " ").append(part);
                    break;
                }
                begin = piece.endSample;
            }
            return heard.toString();
        } finally {
            lock.unlock();
        }
    }

    private List<Piece> allPieces() {
        if (growing.text.isEmpty()) {
            return pieces;
        }
        var all = new ArrayList<>(pieces);
        all.add(new Piece(growing.text, lastEnd() + growing.endSample, null));
        return all;
    }

    /** How much of all that is not silent lies in the first so many frames. */
    private static double spokenShare(PreparedAudio audio, int frames) {
        int loudest = 0;
        for (int frame = 0; frame < audio.frames(); frame++) {
            loudest = Math.max(loudest, audio.meanSquare(frame));
        }
        int before = 0;
        int all = 0;
        for (int frame = 0; frame < audio.frames(); frame++) {
            if (audio.meanSquare(frame) > loudest / SILENCE_BELOW) {
                all++;
                before += frame < frames ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) before / all;
    }

    private static String cutAtWord(String text, double share) {
        int cut = text.lastIndexOf(' ', (int) (text.length() * share));
        return cut < 0 ? "" : text.substring(0, cut);
    }
}
