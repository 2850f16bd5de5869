package org.offhook.media;

/** An utterance made beforehand: its RTP payloads for each codec beside its PCM master. */
public final class PreparedAudio {
    private final int frames;

    PreparedAudio(int frames) {
        this.frames = frames;
    }

    /** Length in frames of 20 ms. */
    public int frames() {
        return frames;
    }
}
