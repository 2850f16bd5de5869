package org.offhook.agent;

import org.offhook.media.HeardFrames;

/**
 * The caller's sound on its way to a realtime service: all of it, in chunks of 40 ms, so that what
 * the service has not been asked about begins a little before the caller's last segment of speech.
 * Used by the call's hearing thread; {@link #attach} by any.
 */
final class Uplink {
    /** Latency against the cost of a message: about 0.1 ms of CPU each. */
    private static final int CHUNK_FRAMES = 2;

    /** Before speech is noticed: its first sound, and what it takes to be sure. */
    private static final int PREROLL_MILLIS = 500;

    /** Of a longer segment a new session gets the end. */
    private static final int LONGEST_MILLIS = 30_000;

    /** Silence that nobody will ask about need not pile up at the service. */
    private static final int LONGEST_SILENCE_CHUNKS = 750;

    /** Told what a session has got. */
    interface Told {
        /**
         * There is speech that the service has not been asked about.
         *
         * @param session null where none was there to hear it
         * @param anew whether it begins with this
         */
        void voiced(RealtimeSession session, boolean anew);
    }

    private final Told told;
    private final SoundCoder coder;
    private final int prerollBytes;
    private final byte[] chunk;
    private final byte[] segment;
    private int segmentLength;
    private int chunkLength;
    private int chunkFrames;
    private int silentChunks;
    private boolean inSpeech;
    private RealtimeSession lastSession;
    private volatile RealtimeSession session;
    private volatile int dropped;

    Uplink(SoundFormat format, Told told) {
        this.told = told;
        coder = new SoundCoder(format);
        prerollBytes = PREROLL_MILLIS * format.bytesPerMilli();
        chunk = new byte[CHUNK_FRAMES * coder.mostBytes()];
        segment = new byte[LONGEST_MILLIS * format.bytesPerMilli()];
    }

    /** From now on this one hears; null: nobody. */
    void attach(RealtimeSession hearing) {
        session = hearing;
    }

    /** Chunks that the network was too slow for. */
    int dropped() {
        return dropped;
    }

    void onFrame(HeardFrames.Frame frame) {
        chunkLength += coder.write(frame, chunk, chunkLength);
        if (++chunkFrames == CHUNK_FRAMES) {
            flush();
        }
    }

    void notice(TurnEvent.OfCaller event) {
        switch (event) {
            case TurnEvent.SpeechStarted() -> {
                flush();
                keep(prerollBytes);
                inSpeech = true;
                silentChunks = 0;
                if (lastSession != null) {
                    lastSession.clear();
                    send(segment, segmentLength);
                }
                told.voiced(lastSession, true);
            }
            case TurnEvent.SpeechResumed() -> {
                inSpeech = true;
                told.voiced(lastSession, false);
            }
            case TurnEvent.SpeechEnded() -> inSpeech = false;
            case TurnEvent.SpeechPaused _,
                    TurnEvent.SpeechContinues _,
                    TurnEvent.Guessed _,
                    TurnEvent.WordsChanged _,
                    TurnEvent.TurnEnded _ -> {}
        }
    }

    private void flush() {
        remember();
        RealtimeSession now = session;
        if (now != lastSession) {
            lastSession = now;
            // A new session has heard nothing of what the caller is saying.
            if (now != null && inSpeech) {
                send(segment, segmentLength);
                told.voiced(now, true);
            }
        } else if (now != null && chunkLength > 0) {
            send(chunk, chunkLength);
        }
        chunkLength = 0;
        chunkFrames = 0;
        if (!inSpeech && lastSession != null && ++silentChunks > LONGEST_SILENCE_CHUNKS) {
            silentChunks = 0;
            lastSession.clear();
        }
    }

    private void send(byte[] sound, int length) {
        if (!lastSession.hear(sound, length)) {
            dropped++;
        }
    }

    private void remember() {
        if (!inSpeech && segmentLength + chunkLength > 4 * prerollBytes) {
            keep(prerollBytes);
        } else if (segmentLength + chunkLength > segment.length) {
            keep(segment.length / 2);
        }
        System.arraycopy(chunk, 0, segment, segmentLength, chunkLength);
        segmentLength += chunkLength;
    }

    /** The last so many bytes. */
    private void keep(int bytes) {
        if (segmentLength > bytes) {
            System.arraycopy(segment, segmentLength - bytes, segment, 0, bytes);
            segmentLength = bytes;
        }
    }
}
