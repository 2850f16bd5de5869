package org.offhook.server.dial;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaListener;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Reoffer;

/**
 * Where a test call's other threads post: {@code sip}, {@code media-N} and a reader of frames. Only
 * the thread that owns the call takes.
 */
final class Inbox implements CallListener, MediaListener {
    private static final Logger LOG = LogManager.getLogger(Inbox.class);

    /** Minutes of frames: full means that this machine stands still. */
    private static final int MOST = 20_000;

    private static final long WAIT_MILLIS = 20;

    private final BlockingQueue<Told> queue = new LinkedBlockingQueue<>(MOST);

    Told takeOrWaited() throws InterruptedException {
        Told told = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        return told == null ? new Told.Waited() : told;
    }

    /** Posts what is heard until the port is closed. */
    void read(HeardFrames frames) {
        var frame = new HeardFrames.Frame();
        try {
            while (frames.takeOrWait(frame)) {
                double level = Loudness.dbfs(frame.samples, 0, frame.samples.length);
                postOrDrop(new Told.Heard(frame.samples.clone(), level, frame.receivedNanos));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void postOrDrop(Told told) {
        if (!queue.offer(told)) {
            LOG.error("the test caller is too far behind; what it reports is wrong");
        }
    }

    @Override
    public void onAnswer(byte[] sdp) {
        postOrDrop(new Told.Answer(sdp, System.nanoTime()));
    }

    @Override
    public void onReoffer(Reoffer reoffer) {
        postOrDrop(new Told.Offer(reoffer));
    }

    @Override
    public void onEnded(CallEnd end) {
        postOrDrop(new Told.Ended(end));
    }

    @Override
    public void onUtteranceStarted(int utterance, long firstPacketNanos) {
        postOrDrop(new Told.Started(firstPacketNanos));
    }

    @Override
    public void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {
        postOrDrop(new Told.Spoken(lastPacketNanos));
    }
}
