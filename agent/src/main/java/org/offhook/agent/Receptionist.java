package org.offhook.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.Playout;
import org.offhook.media.SdpException;
import org.offhook.sip.Call;
import org.offhook.sip.Invite;

/**
 * Turns an {@link Invite} into a {@link CallSession} or a refusal. Called on the {@code sip}
 * thread; each call then lives on its own virtual thread.
 */
public final class Receptionist {
    private static final Logger log = LogManager.getLogger(Receptionist.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final MediaServer media;
    private final Ears ears;
    private final TurnLog turns;
    private final Function<String, Optional<Agent>> agents;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * @param agents the agent behind a called number, if any
     */
    public Receptionist(
            MediaServer media, Ears ears, TurnLog turns, Function<String, Optional<Agent>> agents) {
        this.media = media;
        this.ears = ears;
        this.turns = turns;
        this.agents = agents;
    }

    /** Calls being served, those that we place among them. From any thread. */
    public int calls() {
        return calls.get();
    }

    /** A call of ours begins: whoever stops waits for it as for the others. */
    void began() {
        calls.incrementAndGet();
    }

    void ended() {
        calls.decrementAndGet();
    }

    /** On the {@code sip} thread. */
    public void onInvite(Invite invite) {
        Optional<Agent> agent = agents.apply(invite.calledUser());
        if (agent.isEmpty()) {
            log.info(
                    "call {}: nobody answers at \"{}\", 404", invite.callId(), invite.calledUser());
            invite.reject(404);
            return;
        }
        if (!agent.get().lines().tryAcquire()) {
            log.info("call {}: {} is busy, 486", invite.callId(), agent.get().name());
            invite.reject(486, RETRY_AFTER);
            return;
        }
        Thread.ofVirtual().name("call-" + invite.callId()).start(() -> serve(invite, agent.get()));
    }

    private void serve(Invite invite, Agent agent) {
        calls.incrementAndGet();
        var inbox = new Inbox();
        try (MediaPort port = open(invite, inbox)) {
            converse(invite, CallFacts.of(agent, invite), port, inbox);
        } catch (SdpException refused) {
            log.info(
                    "call {}: offer refused with {}: {}",
                    invite.callId(),
                    refused.status(),
                    refused.getMessage());
            invite.reject(refused.status());
        } catch (IOException full) {
            log.warn("call {}: refused with 503: {}", invite.callId(), full.getMessage());
            invite.reject(503, RETRY_AFTER);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            log.error("call {}: ended by a bug", invite.callId(), bug);
            invite.reject(500);
        } finally {
            calls.decrementAndGet();
            agent.lines().release();
        }
    }

    private MediaPort open(Invite invite, Inbox inbox) throws IOException, SdpException {
        MediaListener listener = new PortEvents(inbox);
        return invite.offer().length == 0
                ? media.offer(invite.callId(), invite.localAddress(), listener)
                : media.answer(invite.callId(), invite.localAddress(), invite.offer(), listener);
    }

    private void converse(Invite invite, Agent agent, MediaPort port, Inbox inbox)
            throws InterruptedException {
        boolean delayedOffer = invite.offer().length == 0;
        invite.onCancelled(() -> inbox.postOrBreak(new TurnEvent.Ended("cancelled")));
        // Whoever answers connects while the phone rings.
        try (var scope =
                        new CallScope(
                                invite.callId(),
                                bug -> {
                                    log.error("call {}: ended by a bug", invite.callId(), bug);
                                    inbox.postOrBreak(new TurnEvent.Ended("bug"));
                                });
                Answerer answerer = answerer(invite.callId(), agent, port, scope, inbox);
                Call call = invite.answer(port.localSdp(), new DialogEvents(inbox))) {
            log.info(
                    "call {}: {} calls {}, agent {}, {}",
                    call.id(),
                    invite.callerUser(),
                    invite.calledUser(),
                    agent.name(),
                    delayedOffer ? "delayed offer" : port.codec());
            if (!delayedOffer) {
                inbox.postOrBreak(new TurnEvent.Answered());
            }
            var place = placeAt(invite.localAddress());
            converse(caller(invite), agent, port, call, place, scope, answerer, inbox);
        }
    }

    private static Caller caller(Invite invite) {
        return new Caller(invite.callerUser(), invite.callerName(), invite::header);
    }

    /** Where a person to be asked about a call of that place is called from. */
    Consultation.Place placeAt(InetAddress local) {
        return new Consultation.Place(media, local);
    }

    /** Holds a call that is up, or is about to be, to its end; the session tells what it was. */
    CallSession converse(
            Caller caller,
            Agent agent,
            MediaPort port,
            Call call,
            Consultation.Place place,
            CallScope scope,
            Answerer answerer,
            Inbox inbox)
            throws InterruptedException {
        var transfers =
                new Transfers(call, agent.tools().targets(), place, caller.number(), scope, inbox);
        var frames = new SharedFrames(port.heard(), answerer::hear);
        var values =
                new SlotValues(
                        agent.repertoire().answers().slots(),
                        caller,
                        agent.language(),
                        InstantSource.system());
        // All of them end before the call does; closing them again has no effect.
        try (scope;
                answerer;
                var heard =
                        new CallEars(
                                call.id(),
                                values,
                                agent,
                                ears,
                                frames,
                                event -> {
                                    answerer.notice(event);
                                    inbox.postOrBreak(event);
                                })) {
            var session =
                    new CallSession(
                            agent, heard, port, transfers, scope, answerer, values, turns, inbox);
            session.run();
            log.info(
                    "call {}: over after {} turns, {}, {}, {}",
                    call.id(),
                    session.turns(),
                    session.endReason(),
                    port.stats(),
                    port.quality());
            return session;
        }
    }

    /** Who answers for this agent; begins to connect. */
    static Answerer answerer(
            String callId, Agent agent, MediaPort port, CallScope scope, Inbox inbox) {
        var tools =
                new CallTools(
                        callId,
                        agent.tools(),
                        inbox::postOrBreak,
                        digits -> press(digits, agent.tools().keys(), port.playout(), inbox),
                        (utterance, use) -> inbox.postOrBreak(new Inbox.Item.Used(utterance, use)));
        return answerer(
                new RealtimeAnswerer.Surroundings(
                        callId, agent, tools::during, port.playout(), port::codec),
                tools,
                agent.mind(),
                scope,
                utterance -> inbox.postOrBreak(new TurnEvent.AnswerFailed(utterance)));
    }

    private static Answerer answerer(
            RealtimeAnswerer.Surroundings call,
            CallTools tools,
            Mind mind,
            CallScope scope,
            IntConsumer onFailed) {
        return switch (mind) {
            case Mind.None() -> new NoAnswerer();
            case Mind.Cascade cascade ->
                    new CascadeAnswerer(
                            call.callId(),
                            cascade,
                            tools,
                            call.agent().repertoire().whileToolsRun(),
                            scope,
                            call.playout(),
                            onFailed);
            case Mind.Realtime(RealtimeModel model, _, Mind.None()) ->
                    new RealtimeAnswerer(call, model, scope, onFailed);
            case Mind.Realtime(RealtimeModel model, _, Mind otherwise) ->
                    new FallbackAnswerer(
                            call.callId(),
                            new RealtimeAnswerer(call, model, scope, onFailed),
                            answerer(call, tools, otherwise, scope, onFailed));
        };
    }

    /** False where these are no digits, or the peer takes none of that kind. */
    static boolean press(String digits, KeysBy by, Playout playout, Inbox inbox) {
        if (!Playout.canSend(digits)) {
            return false;
        }
        boolean sent = by != KeysBy.INFO && playout.sendDigits(digits);
        if (!sent && by != KeysBy.EVENTS) {
            inbox.postOrBreak(new Inbox.Item.Keys(digits.toUpperCase(Locale.ROOT)));
            return true;
        }
        return sent;
    }

    /** Media events to the call's inbox; all on the media thread. */
    record PortEvents(Inbox inbox) implements MediaListener {
        @Override
        public void onDigit(char digit) {
            inbox.postOrBreak(new TurnEvent.Digit(digit));
        }

        @Override
        public void onRtpQuiet(boolean quiet) {
            inbox.postOrBreak(new TurnEvent.RtpQuiet(quiet));
        }

        @Override
        public void onRtpTimeout() {
            inbox.postOrBreak(new TurnEvent.RtpLost("no RTP"));
        }

        @Override
        public void onEncryptionFailed(String why) {
            inbox.postOrBreak(new TurnEvent.RtpLost("not encrypted: " + why));
        }

        @Override
        public void onUtteranceStarted(int utterance, long firstPacketNanos) {
            inbox.postOrBreak(new TurnEvent.UtteranceStarted(utterance, firstPacketNanos));
        }

        @Override
        public void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {
            inbox.postOrBreak(
                    new TurnEvent.UtteranceEnded(utterance, playedFrames, lastPacketNanos));
        }
    }
}
