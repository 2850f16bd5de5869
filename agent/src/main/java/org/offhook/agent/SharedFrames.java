package org.offhook.agent;

import java.util.function.Consumer;
import org.offhook.media.HeardFrames;

/** Frames that somebody else hears too, first. Used by the call's hearing thread. */
record SharedFrames(HeardFrames frames, Consumer<HeardFrames.Frame> first) implements HeardFrames {
    @Override
    public boolean takeOrWait(Frame frame) throws InterruptedException {
        boolean taken = frames.takeOrWait(frame);
        if (taken) {
            first.accept(frame);
        }
        return taken;
    }

    @Override
    public int available() {
        return frames.available();
    }
}
