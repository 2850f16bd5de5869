package org.offhook.agent;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.Pcm;

/**
 * Keeps one message while it is spoken: frames come on the hearing thread, its end on the call's.
 */
final class MessageRecorder {
    private static final Logger log = LogManager.getLogger(MessageRecorder.class);

    /** A longer one ends here. */
    private static final int LONGEST_MILLIS = 120_000;

    /** Told, on the hearing thread, that no more is kept: full, or not to be written. */
    interface Stopped {
        void stopped(boolean kept);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Mailbox mailbox;
    private final Mailbox.Note note;
    private final MessageFile file;
    private final Stopped onStopped;
    private int millis;
    private boolean stopped;
    private boolean unwritable;
    private boolean ended;

    MessageRecorder(Mailbox mailbox, Mailbox.Note note, MessageFile file, Stopped onStopped) {
        this.mailbox = mailbox;
        this.note = note;
        this.file = file;
        this.onStopped = onStopped;
    }

    /** A frame of the caller's. */
    void take(short[] frame) {
        lock.lock();
        try {
            if (stopped || ended) {
                return;
            }
            file.add(frame);
            millis += Pcm.FRAME_MILLIS;
            stopped = millis >= LONGEST_MILLIS;
            if (stopped) {
                onStopped.stopped(true);
            }
        } catch (IOException full) {
            log.error("call {}: message not written: {}", note.call(), full.toString());
            stopped = true;
            unwritable = true;
            onStopped.stopped(false);
        } finally {
            lock.unlock();
        }
    }

    /** The message is over; its words are found out in the background. */
    void end(boolean keep, Recogniser recogniser, Locale language) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            if (keep && unwritable) {
                int written = file.cutOff();
                log.warn(
                        "call {}: message {} is cut off after {} ms",
                        note.call(),
                        note.id(),
                        written);
                mailbox.kept(note.cutOffAfter(written), recogniser, language);
            } else if (keep && millis > 0) {
                file.keep();
                log.info("call {}: message {} of {} ms kept", note.call(), note.id(), millis);
                mailbox.kept(note.lasting(millis), recogniser, language);
            } else {
                file.discard();
                mailbox.discarded(note);
            }
        } catch (IOException failure) {
            log.error(
                    "call {}: message {} not kept: {}", note.call(), note.id(), failure.toString());
        } finally {
            lock.unlock();
        }
    }
}
