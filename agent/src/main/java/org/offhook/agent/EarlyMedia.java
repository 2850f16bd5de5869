package org.offhook.agent;

import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.answering.AnsweredBy;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaPort;
import org.offhook.media.SdpException;

/**
 * Hears what the network plays before a call of ours is answered (183 with SDP), and knows an
 * announcement that nobody will be reached; ringing tones, music and "please hold" mean nothing.
 * Used by the call's thread.
 */
final class EarlyMedia implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(EarlyMedia.class);

    /** Looks of each listening have numbers of their own, above those of an answered call. */
    private static final int NUMBERS = 10_000;

    private final String callId;
    private final Agent agent;
    private final MediaPort port;
    private final Ears ears;
    private final CallScope scope;
    private final Inbox inbox;
    private final HeardFrames.Frame frame = new HeardFrames.Frame();
    private Optional<Listening> listening = Optional.empty();
    private int listenings;

    /** From one opinion about what is heard to the next. */
    private record Listening(VoiceActivity activity, ScreeningLooks looks, Screening screening)
            implements AutoCloseable {
        @Override
        public void close() {
            looks.close();
            activity.close();
        }
    }

    EarlyMedia(
            String callId, Agent agent, MediaPort port, Ears ears, CallScope scope, Inbox inbox) {
        this.callId = callId;
        this.agent = agent;
        this.port = port;
        this.ears = ears;
        this.scope = scope;
        this.inbox = inbox;
    }

    /** The network begins to play, or plays from elsewhere. */
    void begin(byte[] sdp) {
        try {
            port.accept(sdp);
        } catch (SdpException unusable) {
            log.info("call {}: early media is not heard: {}", callId, unusable.getMessage());
            return;
        }
        if (listening.isEmpty()) {
            log.info("call {}: early media, {}", callId, port.codec());
            listenAnew();
        }
    }

    boolean isHeard() {
        return listening.isPresent();
    }

    void onUnderstood(int attempt, Heard heard) {
        listening.ifPresent(now -> {
            int number = -attempt - NUMBERS * listenings;
            if (heard.failed()) {
                now.screening.onNoWords(number);
            } else {
                now.screening.onWords(number, heard.words());
            }
        });
    }

    /** Takes what has been heard; true where the network has said that nobody is reached. */
    boolean announces(long nowNanos) throws InterruptedException {
        if (listening.isEmpty()) {
            return false;
        }
        Screening screening = listening.get().screening;
        while (port.heard().available() > 0 && port.heard().takeOrWait(frame)) {
            screening.onFrame(frame, nowNanos);
        }
        AnsweredBy by = screening.answeredBy(nowNanos);
        if (by != AnsweredBy.PENDING && by != AnsweredBy.ANNOUNCEMENT) {
            listenAnew();
        }
        return by == AnsweredBy.ANNOUNCEMENT;
    }

    private void listenAnew() {
        listening.ifPresent(Listening::close);
        listenings++;
        VoiceActivity activity = ears.activity().get();
        var looks = new ScreeningLooks(callId, agent, scope, inbox, NUMBERS * listenings);
        var screening = new Screening(activity, agent.limits(), looks, System.nanoTime());
        listening = Optional.of(new Listening(activity, looks, screening));
    }

    @Override
    public void close() {
        listening.ifPresent(Listening::close);
    }
}
