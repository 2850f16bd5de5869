package org.offhook.media.rtp;

/**
 * Key presses as telephone events (RFC 4733) on a grid of 20 ms: 100 ms of tone, whose end is told
 * three times, and 60 ms until the next. Pure; one thread.
 */
public final class DtmfSender {
    /** What can be pressed; the place of each is its event code. */
    public static final String DIGITS = "0123456789*#ABCD";

    private static final int TONE_FRAMES = 5;
    private static final int END_PACKETS = 3;
    private static final int DIGIT_FRAMES = TONE_FRAMES + 3;

    /** In -dBm0 (RFC 4733 §2.3.2): as loud as a telephone's own keypad. */
    private static final int VOLUME = 10;

    private int event;
    private int frame = DIGIT_FRAMES;
    private int age;

    /** A new press begins with the next frame. */
    public void press(char digit) {
        event = DIGITS.indexOf(digit);
        if (event < 0) {
            throw new IllegalArgumentException("no key: " + digit);
        }
        frame = 0;
        age = 0;
    }

    /** Whether a press and its gap are not over. */
    public boolean isPressing() {
        return frame < DIGIT_FRAMES;
    }

    /** A frame of the grid passes, with or without a packet. */
    public void advance() {
        frame = Math.min(frame + 1, DIGIT_FRAMES);
        age++;
    }

    /**
     * A frame passes that nothing could be sent in, because we were late: the tone is shorter by
     * it, but its end is still told, later. Peers take a press whose end is missing for none.
     */
    public void passUnsent() {
        boolean tellsEnd = frame >= TONE_FRAMES - 1 && frame < TONE_FRAMES - 1 + END_PACKETS;
        frame = tellsEnd ? frame : Math.min(frame + 1, DIGIT_FRAMES);
        age++;
    }

    /** The rest of this press is left out. */
    public void stop() {
        frame = DIGIT_FRAMES;
    }

    /** How many frames ago the press began: all its packets bear the timestamp of then. */
    public int framesSinceStart() {
        return age;
    }

    /**
     * Writes the payload of this frame.
     *
     * @param clockRateHz of the telephone-event payload type
     * @return its length; 0 in the gap
     */
    public int payload(int clockRateHz, byte[] out, int offset) {
        if (frame >= TONE_FRAMES - 1 + END_PACKETS) {
            return 0;
        }
        boolean isEnd = frame >= TONE_FRAMES - 1;
        int duration = Math.min(frame + 1, TONE_FRAMES) * (clockRateHz / 50);
        out[offset] = (byte) event;
        out[offset + 1] = (byte) (isEnd ? 0x80 | VOLUME : VOLUME);
        out[offset + 2] = (byte) (duration >> 8);
        out[offset + 3] = (byte) duration;
        return 4;
    }
}
