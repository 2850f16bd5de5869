package org.offhook.agent.provider;

import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ByteString;

/**
 * The sound of one segment, in the pieces in which it is sent, all kept in case it must be sent
 * again. Not thread-safe.
 */
final class SegmentAudio {
    /** Longer than any segment the hearing cuts, in samples; what comes after it is dropped. */
    private static final int LONGEST = 60 * 16_000;

    /** 80 ms: each message costs, and less is no gain to a recogniser. */
    static final int PIECE_SAMPLES = 1_280;

    private final List<ByteString> pieces = new ArrayList<>();
    private final Buffer rest = new Buffer();
    private int samples;

    void clear() {
        pieces.clear();
        rest.clear();
        samples = 0;
    }

    void addOrDrop(short[] sound, int from, int to) {
        int end = Math.min(to, from + LONGEST - samples);
        for (int i = from; i < end; i++) {
            rest.writeShortLe(sound[i]);
        }
        samples += Math.max(0, end - from);
    }

    boolean hasPiece() {
        return rest.size() >= 2 * PIECE_SAMPLES;
    }

    /** All that is there and has not been taken, also where it is little; empty for nothing. */
    ByteString take() {
        ByteString piece = rest.readByteString();
        if (piece.size() > 0) {
            pieces.add(piece);
        }
        return piece;
    }

    /** What has been taken so far. */
    List<ByteString> taken() {
        return pieces;
    }

    int samples() {
        return samples;
    }
}
