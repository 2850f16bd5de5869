package org.offhook.media;

/**
 * The frame ring going up: one producer (the media thread), one consumer. It begins with the first
 * audio that came; from then on there is a frame every 20 ms, concealed or silent where nothing
 * came. When the consumer is behind, frames are dropped and counted: late audio is worthless.
 */
public interface HeardFrames {
    /**
     * Waits for the next frame.
     *
     * @param frame filled with what was heard
     * @return false when the port was closed and no frame is left
     */
    boolean takeOrWait(Frame frame) throws InterruptedException;

    /** Frames that can be taken without waiting. */
    int available();

    /** One frame of 20 ms, reused by its reader. */
    final class Frame {
        /** Codes of G.711 in 20 ms. */
        public static final int CODES = 160;

        /** {@link Pcm#FRAME_SAMPLES} samples. */
        public final short[] samples = new short[Pcm.FRAME_SAMPLES];

        /**
         * The same in the law that the call speaks: the very codes that were received, or encoded
         * where nothing arrived or another codec came.
         */
        public final byte[] codes = new byte[CODES];

        /** {@link #CODES}; 0 where the call speaks no G.711. */
        public int codesLength;

        /** Whose {@link #codes} these are: "PCMU" or "PCMA"; empty where there are none. */
        public String law = "";

        /**
         * When the packet of this frame arrived at the socket ({@code System.nanoTime()}); 0 where
         * nothing arrived and the frame is concealed.
         */
        public long receivedNanos;

        /** Mean square of what we sent when this frame was heard: what could echo. */
        public int sentMeanSquare;

        /** True where the frame was not received but concealed. */
        public boolean concealed;

        /** Becomes a copy of the other. */
        public void set(Frame other) {
            System.arraycopy(other.samples, 0, samples, 0, samples.length);
            System.arraycopy(other.codes, 0, codes, 0, other.codesLength);
            codesLength = other.codesLength;
            law = other.law;
            receivedNanos = other.receivedNanos;
            sentMeanSquare = other.sentMeanSquare;
            concealed = other.concealed;
        }
    }
}
