package org.offhook.media;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.offhook.media.codec.CodecType;

/**
 * The bytes of one utterance, the same in the heap and in a file: where each Opus packet starts,
 * the loudness of each frame, the payloads of every codec, the PCM master. Little-endian. The
 * master stands last: playing touches no page of it. Immutable, any thread; reading allocates
 * nothing.
 */
final class PreparedImage {
    /** Of a frame of any codec of 64 kbit/s. */
    private static final int FRAME_BYTES = 160;

    private static final List<CodecType> FIXED =
            List.of(CodecType.PCMU, CodecType.PCMA, CodecType.G722);

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * How much of what there is.
     *
     * @param frames of 20 ms
     * @param opusBytes of all Opus packets together
     * @param samples of the master
     */
    record Sizes(int frames, int opusBytes, int samples) {
        private long squaresAt() {
            return 4L * (frames + 1);
        }

        private long fixedAt(int index) {
            return squaresAt() + 4L * frames + (long) index * frames * FRAME_BYTES;
        }

        private long opusAt() {
            return fixedAt(FIXED.size());
        }

        private long pcmAt() {
            return opusAt() + opusBytes;
        }

        long bytes() {
            return pcmAt() + 2L * samples;
        }
    }

    private final MemorySegment bytes;
    private final Sizes sizes;

    /**
     * @param bytes {@link Sizes#bytes} of them
     */
    PreparedImage(MemorySegment bytes, Sizes sizes) {
        this.bytes = bytes;
        this.sizes = sizes;
    }

    /**
     * Puts an image together in the heap.
     *
     * @param opus a packet for each frame
     * @param fixed payloads of PCMU, PCMA and G.722, each in one piece
     * @param padded the master, silence after it up to the last frame's end
     */
    static PreparedImage of(short[] pcm, List<byte[]> opus, List<byte[]> fixed, short[] padded) {
        int opusBytes = opus.stream().mapToInt(packet -> packet.length).sum();
        var sizes = new Sizes(opus.size(), opusBytes, pcm.length);
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(sizes.bytes())]);
        int start = 0;
        for (int i = 0; i < sizes.frames; i++) {
            byte[] packet = opus.get(i);
            bytes.set(INT, 4L * i, start);
            put(packet, bytes, sizes.opusAt() + start);
            start += packet.length;
            int square = Pcm.meanSquare(padded, i * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
            bytes.set(INT, sizes.squaresAt() + 4L * i, square);
        }
        bytes.set(INT, 4L * sizes.frames, start);
        for (int i = 0; i < FIXED.size(); i++) {
            put(fixed.get(i), bytes, sizes.fixedAt(i));
        }
        MemorySegment.copy(pcm, 0, bytes, SHORT, sizes.pcmAt(), pcm.length);
        return new PreparedImage(bytes, sizes);
    }

    private static void put(byte[] from, MemorySegment to, long at) {
        MemorySegment.copy(from, 0, to, ValueLayout.JAVA_BYTE, at, from.length);
    }

    /** Whether no packet is said to lie outside of its place, or to be longer than that. */
    boolean isSound(int longestPacket) {
        int before = 0;
        for (int i = 0; i <= sizes.frames; i++) {
            int start = bytes.get(INT, 4L * i);
            if (start < before || start - before > longestPacket) {
                return false;
            }
            before = start;
        }
        return bytes.get(INT, 0) == 0 && before == sizes.opusBytes;
    }

    Sizes sizes() {
        return sizes;
    }

    MemorySegment bytes() {
        return bytes;
    }

    int meanSquare(int frame) {
        return bytes.get(INT, sizes.squaresAt() + 4L * checked(frame));
    }

    short[] pcm() {
        short[] pcm = new short[sizes.samples];
        MemorySegment.copy(bytes, SHORT, sizes.pcmAt(), pcm, 0, pcm.length);
        return pcm;
    }

    /** Copies a frame's payload; returns its length. */
    int copyPayload(CodecType codec, int frame, byte[] out, int offset) {
        checked(frame);
        long from;
        int length = FRAME_BYTES;
        if (codec == CodecType.OPUS) {
            int start = bytes.get(INT, 4L * frame);
            length = bytes.get(INT, 4L * frame + 4) - start;
            from = sizes.opusAt() + start;
        } else {
            from = sizes.fixedAt(place(codec)) + (long) frame * FRAME_BYTES;
        }
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, out, offset, length);
        return length;
    }

    /** What is mapped of a codec's payloads comes into memory; the disk is waited for. */
    void load(CodecType codec) {
        if (bytes.isMapped()) {
            boolean opus = codec == CodecType.OPUS;
            long from = opus ? sizes.opusAt() : sizes.fixedAt(place(codec));
            long length = opus ? sizes.opusBytes : (long) sizes.frames * FRAME_BYTES;
            bytes.asSlice(0, sizes.fixedAt(0)).load();
            bytes.asSlice(from, length).load();
        }
    }

    private int checked(int frame) {
        if (frame < 0 || frame >= sizes.frames) {
            throw new IndexOutOfBoundsException("frame " + frame + " of " + sizes.frames);
        }
        return frame;
    }

    private static int place(CodecType codec) {
        return switch (codec) {
            case PCMU -> 0;
            case PCMA -> 1;
            case G722 -> 2;
            case OPUS -> throw new IllegalArgumentException("Opus packets differ in length");
        };
    }
}
