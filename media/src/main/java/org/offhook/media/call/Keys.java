package org.offhook.media.call;

import org.offhook.media.Pcm;
import org.offhook.media.rtp.DtmfSender;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.rtp.RtpSender;
import org.offhook.media.sdp.TelephoneEvent;

/**
 * The keys that a call presses, one after another, on the grid of its audio and instead of it.
 * Digits are put in by one thread at a time; the rest is the media thread's.
 */
final class Keys {
    /** Written in either case, like the letters. */
    private static final char SHORT_PAUSE = 'W';

    private static final char LONG_PAUSE = ',';
    private static final int MOST = 64;
    private static final int SHORT_PAUSE_FRAMES = 500 / Pcm.FRAME_MILLIS;
    private static final int LONG_PAUSE_FRAMES = 2_000 / Pcm.FRAME_MILLIS;

    private final char[] waiting = new char[MOST];
    private volatile long written;
    private volatile long read;

    // The media thread's own.
    private final DtmfSender dtmf = new DtmfSender();
    private TelephoneEvent format;
    private int pauseFrames;

    /** All or none: false where they do not fit behind those that are still to be pressed. */
    boolean offerOrRefuse(String digits) {
        long to = written;
        if (digits.length() > MOST - (to - read)) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            waiting[(int) ((to + i) % MOST)] = Character.toUpperCase(digits.charAt(i));
        }
        written = to + digits.length();
        return true;
    }

    /** From now on in this format; null: nothing can be pressed, and what waits is dropped. */
    void format(TelephoneEvent newFormat) {
        if (newFormat == null) {
            read = written;
        }
        if (newFormat == null || !newFormat.equals(format)) {
            dtmf.stop();
        }
        format = newFormat;
    }

    /** Whether this place of the grid is not the audio's. */
    boolean arePressed() {
        return format != null && (dtmf.isPressing() || pauseFrames > 0 || read < written);
    }

    /**
     * One place of the grid, while {@link #arePressed}.
     *
     * @return length of the packet; 0 where nothing sounds: silence is to be sent
     */
    int next(RtpSender sender, byte[] packet) {
        begin();
        if (pauseFrames > 0) {
            pauseFrames--;
            return 0;
        }
        int length = dtmf.payload(format.clockRateHz(), packet, RtpPacket.HEADER_BYTES);
        int since = dtmf.framesSinceStart();
        dtmf.advance();
        return length == 0 ? 0 : sender.event(packet, length, format.payloadType(), since);
    }

    private void begin() {
        if (dtmf.isPressing() || pauseFrames > 0) {
            return;
        }
        char key = waiting[(int) (read % MOST)];
        read = read + 1;
        switch (key) {
            case LONG_PAUSE -> pauseFrames = LONG_PAUSE_FRAMES;
            case SHORT_PAUSE -> pauseFrames = SHORT_PAUSE_FRAMES;
            default -> dtmf.press(key);
        }
    }

    /** A place passes without a packet because we were late: a press that has begun still ends. */
    void late() {
        dtmf.passUnsent();
    }

    /** A place passes without a packet: a press that has begun goes on without it. */
    void skip() {
        dtmf.advance();
    }
}
