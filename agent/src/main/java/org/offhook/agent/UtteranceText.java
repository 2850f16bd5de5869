package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.Pcm;

/**
 * The words of one utterance beside their length in audio, so that the transcript can be cut where
 * the caller stopped listening. Written by the thread that speaks, read by the call's.
 */
final class UtteranceText {
    private record Piece(String text, long endSample) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * @param endSample length of the utterance in samples up to the end of this piece
     */
    void add(String text, long endSample) {
        lock.lock();
        try {
            pieces.add(new Piece(text, endSample));
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
            for (Piece piece : pieces) {
                long played = (long) frames * Pcm.FRAME_SAMPLES - begin;
                // A frame of slack: the last one is filled up with silence.
                if (played + Pcm.FRAME_SAMPLES >= piece.endSample - begin) {
                    heard.append(heard.isEmpty() ? "" : " ").append(piece.text);
                } else {
                    double share = Math.max(0, played) / (double) (piece.endSample - begin);
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

    private static String cutAtWord(String text, double share) {
        int cut = text.lastIndexOf(' ', (int) (text.length() * share));
        return cut < 0 ? "" : text.substring(0, cut);
    }
}
