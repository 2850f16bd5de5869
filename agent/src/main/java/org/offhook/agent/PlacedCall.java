package org.offhook.agent;

import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Dialler.Outcome;
import org.offhook.agent.Dialler.Why;
import org.offhook.agent.answering.AnsweredBy;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaPort;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.Reoffer;

/**
 * One call that we placed, from its INVITE until it is over or a {@link CallSession} has it: waits
 * for the answer, listens who that is, and does what is wanted then. Used by the call's thread,
 * which takes frames and events in turn.
 */
final class PlacedCall {
    private static final Logger log = LogManager.getLogger(PlacedCall.class);

    private static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();

    /** A greeting, or a message with beeps in between, takes no longer. */
    private static final Duration LONGEST_MACHINE = Duration.ofSeconds(90);

    private static final String A_MACHINE = "a machine after all";

    private static final Duration GOODBYE = Duration.ofSeconds(3);
    private static final int BUSY_HERE = 486;
    private static final int BUSY_EVERYWHERE = 600;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TEMPORARILY_UNAVAILABLE = 480;

    private final Agent agent;
    private final Dialler.Order order;
    private final MediaPort port;
    private final Call call;
    private final CallScope scope;
    private final Inbox inbox;
    private final PlacedEvents events;
    private final HeardFrames.Frame frame = new HeardFrames.Frame();
    private Screening screening;
    private String ended = "";
    private int spoken;
    private boolean records;

    PlacedCall(
            Agent agent,
            Dialler.Order order,
            MediaPort port,
            Call call,
            CallScope scope,
            Inbox inbox,
            PlacedEvents events) {
        this.agent = agent;
        this.order = order;
        this.port = port;
        this.call = call;
        this.scope = scope;
        this.inbox = inbox;
        this.events = events;
    }

    /** Holds the call to its end. */
    Outcome hold(Ears ears, Receptionist receptionist) throws InterruptedException {
        // Whoever answers for the agent connects while the phone rings.
        try (Answerer answerer = Receptionist.answerer(call.id(), agent, port, scope, inbox)) {
            return hold(ears, receptionist, answerer);
        }
    }

    private Outcome hold(Ears ears, Receptionist receptionist, Answerer answerer)
            throws InterruptedException {
        Optional<Outcome> notReached = awaitAnswer(ears);
        if (notReached.isPresent()) {
            return notReached.get();
        }
        long answeredNanos = System.nanoTime();
        AnsweredBy by;
        try (VoiceActivity activity = ears.activity().get();
                var looks = new ScreeningLooks(call.id(), agent, scope, inbox, 0)) {
            screening = new Screening(activity, agent.limits(), looks, answeredNanos);
            by = screen();
            long afterMillis = (System.nanoTime() - answeredNanos) / 1_000_000;
            log.info("call {}: answered by {} after {} ms", call.id(), by, afterMillis);
            if (!isTalkedTo(by)) {
                return decline(by);
            }
        }
        if (!ended.isEmpty()) {
            return new Outcome.Reached(by, false, 0, ended);
        }
        inbox.postOrBreak(new TurnEvent.Answered());
        return converse(by, ears, receptionist, answerer);
    }

    private Outcome converse(AnsweredBy by, Ears ears, Receptionist receptionist, Answerer answerer)
            throws InterruptedException {
        var doubts =
                new SecondThoughts(
                        answerer,
                        () -> inbox.postOrBreak(new TurnEvent.Ended(A_MACHINE)),
                        System.nanoTime());
        boolean doubted = order.onMachine() != OnMachine.TALK;
        CallSession session =
                receptionist.converse(
                        new Caller(
                                order.uri(), "", name -> order.variables().getOrDefault(name, "")),
                        agent,
                        port,
                        call,
                        receptionist.placeAt(order.local()),
                        scope,
                        doubted ? doubts : answerer,
                        inbox);
        if (!doubts.isMachine() || !session.endReason().equals(A_MACHINE)) {
            return new Outcome.Reached(by, false, session.turns(), session.endReason());
        }
        log.info("call {}: a machine after all", call.id());
        port.playout().silence();
        try (VoiceActivity activity = ears.activity().get()) {
            // It is known what it is: only its silence and its beeps matter now.
            Screening.Looks none = (_, _) -> {};
            screening = new Screening(activity, agent.limits(), none, System.nanoTime());
            records = doubts.hasBeeped();
            return decline(AnsweredBy.MACHINE);
        }
    }

    private Optional<Outcome> awaitAnswer(Ears ears) throws InterruptedException {
        long endNanos = System.nanoTime() + order.ringTimeout().toNanos();
        try (var early = new EarlyMedia(call.id(), agent, port, ears, scope, inbox)) {
            while (endNanos - System.nanoTime() > 0) {
                long leftNanos = endNanos - System.nanoTime();
                switch (inbox.poll(early.isHeard() ? FRAME_NANOS / 2 : leftNanos)) {
                    case Inbox.Item.Answer(byte[] sdp) -> {
                        return accept(sdp);
                    }
                    case Inbox.Item.Turn(TurnEvent.Ended(String reason)) -> {
                        return Optional.of(notReached(events.end(), reason));
                    }
                    case Inbox.Item.Early(byte[] sdp) -> early.begin(sdp);
                    case Inbox.Item.Turn(TurnEvent.Understood(int attempt, Heard heard)) ->
                            early.onUnderstood(attempt, heard);
                    case Inbox.Item.Offer(Reoffer reoffer) -> reoffer.reject(488);
                    case null, default -> {}
                }
                if (early.announces(System.nanoTime())) {
                    hangUp();
                    return Optional.of(
                            new Outcome.NotReached(
                                    Why.ANNOUNCED, 0, "the network announced it before an answer"));
                }
            }
        }
        hangUp();
        return Optional.of(new Outcome.NotReached(Why.NO_ANSWER, 0, "rang in vain"));
    }

    private Optional<Outcome> accept(byte[] sdp) throws InterruptedException {
        try {
            port.accept(sdp);
            return Optional.empty();
        } catch (SdpException unusable) {
            hangUp();
            String reason = "unusable SDP answer: " + unusable.getMessage();
            return Optional.of(new Outcome.NotReached(Why.FAILED, 0, reason));
        }
    }

    private static Outcome notReached(CallEnd end, String reason) {
        int status = end == null ? 0 : end.status();
        Why why =
                switch (status) {
                    case BUSY_HERE, BUSY_EVERYWHERE -> Why.BUSY;
                    case TEMPORARILY_UNAVAILABLE -> Why.NO_ANSWER;
                    case REQUEST_TIMEOUT ->
                            end.by() == CallEnd.By.PEER ? Why.NO_ANSWER : Why.FAILED;
                    case 0 -> Why.FAILED;
                    default -> Why.REFUSED;
                };
        return new Outcome.NotReached(why, status, end == null ? reason : end.reason());
    }

    /** Listens until it is known who answered, or the call is over. */
    private AnsweredBy screen() throws InterruptedException {
        AnsweredBy by = AnsweredBy.PENDING;
        while (by == AnsweredBy.PENDING && ended.isEmpty()) {
            listen();
            by = screening.answeredBy(System.nanoTime());
        }
        return by == AnsweredBy.PENDING ? AnsweredBy.UNKNOWN : by;
    }

    /** One frame's time: takes what has come. */
    private void listen() throws InterruptedException {
        long untilNanos = System.nanoTime() + FRAME_NANOS / 2;
        long waitNanos = FRAME_NANOS / 2;
        while (waitNanos > 0) {
            take(inbox.poll(waitNanos));
            waitNanos = untilNanos - System.nanoTime();
        }
        while (port.heard().available() > 0 && port.heard().takeOrWait(frame)) {
            screening.onFrame(frame, System.nanoTime());
        }
    }

    private void take(Inbox.Item item) {
        switch (item) {
            case Inbox.Item.Turn(TurnEvent.Ended(String reason)) -> ended = reason;
            case Inbox.Item.Turn(TurnEvent.RtpLost(String why)) -> ended = why;
            case Inbox.Item.Turn(TurnEvent.Understood(int attempt, Heard heard)) -> {
                if (heard.failed()) {
                    screening.onNoWords(-attempt);
                } else {
                    screening.onWords(-attempt, heard.words());
                }
            }
            case Inbox.Item.Turn(TurnEvent.UtteranceEnded(int utterance, int _, long _)) ->
                    spoken = Math.max(spoken, utterance);
            case Inbox.Item.Offer(Reoffer reoffer) -> answer(reoffer);
            case null, default -> {}
        }
    }

    private void answer(Reoffer reoffer) {
        try {
            byte[] offer = reoffer.offer();
            reoffer.answer(offer.length == 0 ? port.newOffer() : port.reoffer(offer));
        } catch (SdpException refused) {
            reoffer.reject(refused.status());
        }
    }

    private boolean isTalkedTo(AnsweredBy by) {
        return switch (by) {
            case HUMAN, UNKNOWN -> true;
            case MACHINE, IVR -> order.onMachine() == OnMachine.TALK;
            case PENDING, ANNOUNCEMENT, FAX -> false;
        };
    }

    /** Leaves a message where one is wanted and taken; hangs up. */
    private Outcome decline(AnsweredBy by) throws InterruptedException {
        boolean left =
                by == AnsweredBy.MACHINE
                        && order.onMachine() == OnMachine.LEAVE_MESSAGE
                        && order.message().isPresent()
                        && leave(order.message().get());
        if (ended.isEmpty()) {
            hangUp();
            ended = left ? "message left" : "hung up on " + by;
        }
        return new Outcome.Reached(by, left, 0, ended);
    }

    /**
     * Says it when the machine listens, and once more from the beginning where a beep comes only
     * then.
     */
    private boolean leave(PreparedAudio message) throws InterruptedException {
        long endNanos = System.nanoTime() + LONGEST_MACHINE.toNanos();
        int utterance = 0;
        int beeps = screening.beeps();
        while (ended.isEmpty() && endNanos - System.nanoTime() > 0) {
            listen();
            boolean begins =
                    utterance == 0
                            ? records || screening.mayLeaveMessage(System.nanoTime())
                            : screening.beeps() > beeps;
            if (begins) {
                beeps = screening.beeps();
                utterance = port.playout().begin();
                port.playout().play(utterance, message);
                log.info("call {}: speaks the message", call.id());
            } else if (utterance != 0 && spoken >= utterance) {
                return true;
            }
        }
        return false;
    }

    /** Waits for the end of the BYE or CANCEL, so that the other side is not left with a call. */
    private void hangUp() throws InterruptedException {
        call.hangUp();
        long endNanos = System.nanoTime() + GOODBYE.toNanos();
        while (events.end() == null && endNanos - System.nanoTime() > 0) {
            inbox.poll(endNanos - System.nanoTime());
        }
    }
}
