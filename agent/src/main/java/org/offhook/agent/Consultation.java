package org.offhook.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.IntConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.SdpException;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.Reoffer;

/**
 * The call to a person who is to take a caller over: does what {@link Handover} decides. Owned by a
 * virtual thread of its own, {@code call-<id>/person-n}, whose interruption ends it.
 */
final class Consultation implements Handover.World {
    private static final Logger log = LogManager.getLogger(Consultation.class);

    /**
     * Where the call to the person has its audio.
     *
     * @param local our address on the way there, for the SDP
     */
    record Place(MediaServer media, InetAddress local) {}

    private final Call caller;
    private final TransferTargets.Manner.Attended manner;
    private final Whisper whisper;
    private final IntConsumer onFailed;
    private final Inbox inbox = new Inbox();
    private final PlacedEvents events = new PlacedEvents(inbox);
    private MediaPort port;
    private Call person;
    private CallScope scope;
    private long wakeAtNanos;
    private int telling;

    /**
     * @param caller waits meanwhile
     * @param onFailed told the SIP status where nothing comes of it
     */
    Consultation(
            Call caller,
            TransferTargets.Manner.Attended manner,
            Whisper whisper,
            IntConsumer onFailed) {
        this.caller = caller;
        this.manner = manner;
        this.whisper = whisper;
        this.onFailed = onFailed;
    }

    /** Calls the person, and holds that call until it is over or the thread is interrupted. */
    void hold(String uri, Place place) throws InterruptedException {
        try (MediaPort opened =
                        place.media()
                                .offer(
                                        "person of " + caller.id(),
                                        place.local(),
                                        new Receptionist.PortEvents(inbox));
                Call placed = caller.consult(uri, opened.localSdp(), events);
                var threads = new CallScope(placed.id(), this::onBug)) {
            port = opened;
            person = placed;
            scope = threads;
            log.info("call {}: calls {} for {}", placed.id(), uri, caller.id());
            hold(new Handover(manner, this, System.nanoTime()));
        } catch (IOException full) {
            log.warn("call {}: no call to {}: {}", caller.id(), uri, full.getMessage());
            fail(503);
        }
    }

    private void onBug(Exception bug) {
        log.error("call {}: ended by a bug", caller.id(), bug);
        inbox.postOrBreak(new TurnEvent.Ended("bug"));
    }

    private void hold(Handover handover) throws InterruptedException {
        boolean up = true;
        while (up && !(handover.state() instanceof Handover.State.Over)) {
            long waitNanos = wakeAtNanos == 0 ? Long.MAX_VALUE : wakeAtNanos - System.nanoTime();
            Inbox.Item item = inbox.poll(waitNanos);
            if (item == null) {
                wakeAtNanos = 0;
                handover.on(new Handover.Event.Woke(), System.nanoTime());
            } else {
                up = take(item, handover);
            }
        }
    }

    /** False once the call is over. */
    private boolean take(Inbox.Item item, Handover handover) {
        long now = System.nanoTime();
        switch (item) {
            case Inbox.Item.Answer(byte[] sdp) -> handover.on(accepted(sdp), now);
            case Inbox.Item.Turn(TurnEvent.Ended _) -> {
                handover.on(ended(), now);
                return false;
            }
            case Inbox.Item.Turn(TurnEvent.RtpLost _) -> {
                handover.on(new Handover.Event.Ended(0), now);
                return false;
            }
            case Inbox.Item.Turn(TurnEvent.Digit(char key)) ->
                    handover.on(new Handover.Event.Key(key), now);
            case Inbox.Item.Turn(TurnEvent.UtteranceEnded(int said, _, _)) when said == telling ->
                    handover.on(new Handover.Event.Told(), now);
            case Inbox.Item.Offer(Reoffer reoffer) -> answer(reoffer);
            case Inbox.Item.Turn _, Inbox.Item.Early _, Inbox.Item.Keys _, Inbox.Item.Used _ -> {}
        }
        return true;
    }

    private Handover.Event accepted(byte[] sdp) {
        try {
            port.accept(sdp);
            return new Handover.Event.Answered();
        } catch (SdpException unusable) {
            log.info("call {}: unusable SDP answer: {}", person.id(), unusable.getMessage());
            return new Handover.Event.Ended(488);
        }
    }

    private Handover.Event ended() {
        CallEnd end = events.end();
        return new Handover.Event.Ended(end == null ? 0 : end.status());
    }

    private void answer(Reoffer reoffer) {
        try {
            byte[] offer = reoffer.offer();
            reoffer.answer(offer.length == 0 ? port.newOffer() : port.reoffer(offer));
        } catch (SdpException refused) {
            reoffer.reject(refused.status());
        }
    }

    @Override
    public void tell() {
        int utterance = port.playout().begin();
        telling = utterance;
        scope.fork(
                "whisper",
                () -> {
                    if (!whisper.say(port.playout(), utterance)) {
                        inbox.postOrBreak(
                                new TurnEvent.UtteranceEnded(utterance, 0, System.nanoTime()));
                    }
                });
    }

    @Override
    public void pass() {
        log.info("call {}: the person of {} is there", caller.id(), person.id());
        caller.transferTo(person);
    }

    @Override
    public void fail(int status) {
        log.info("call {}: no transfer, status {}", caller.id(), status);
        onFailed.accept(status);
    }

    @Override
    public void wakeAt(long nanos) {
        wakeAtNanos = nanos;
    }
}
