package org.offhook.agent;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.cache.Lookup;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaPort;
import org.offhook.media.PreparedAudio;
import org.offhook.media.SdpException;
import org.offhook.sip.Call;
import org.offhook.sip.Reoffer;

/**
 * One call from answer to goodbye: takes events from its inbox, hands them to its {@link
 * Conversation}, does what that asks. Runs on the call's own virtual thread.
 */
final class CallSession implements Stage {
    private static final Logger log = LogManager.getLogger(CallSession.class);

    /** What the language model is saying. */
    private record Answering(int utterance, ModelAnswer answer, List<Thread> threads) {}

    private final Agent agent;
    private final Ears ears;
    private final MediaPort port;
    private final Call call;
    private final CallScope scope;
    private final Conversation conversation;
    private final Inbox inbox;
    private final Recognition recognition;
    private Answering answering;
    private long wakeAtNanos;
    private volatile int wantedAttempt;
    private String endReason = "";

    /**
     * @param inbox filled by the call's listeners, also before the session runs
     */
    CallSession(
            Agent agent,
            Ears ears,
            MediaPort port,
            Call call,
            CallScope scope,
            TurnLog turns,
            Inbox inbox) {
        this.agent = agent;
        this.ears = ears;
        this.port = port;
        this.call = call;
        this.scope = scope;
        this.inbox = inbox;
        this.recognition = agent.recogniser().open(call.id(), new Recognition.Listener() {});
        this.conversation =
                new Conversation(agent, call.id(), this, InstantSource.system(), turns::add);
    }

    /** Runs the conversation to its end. */
    void run() throws InterruptedException {
        scope.fork("hear", this::hear);
        // Handshakes are over before the first question comes.
        if (agent.mind() instanceof Mind.Cascade(LanguageModel model, Voice voice)) {
            scope.fork("warm-model", model::warmUp);
            scope.fork("warm-voice", voice::warmUp);
        }
        long endNanos = System.nanoTime() + agent.limits().maxCall().toNanos();
        boolean timeUp = false;
        while (!conversation.isOver()) {
            long now = System.nanoTime();
            long waitNanos = timeUp ? Long.MAX_VALUE : endNanos - now;
            if (wakeAtNanos != 0) {
                waitNanos = Math.min(waitNanos, wakeAtNanos - now);
            }
            Inbox.Item item = inbox.poll(waitNanos);
            now = System.nanoTime();
            if (item != null) {
                take(item, now);
            } else if (wakeAtNanos != 0 && wakeAtNanos - now <= 0) {
                wakeAtNanos = 0;
                conversation.on(new TurnMachine.Event.Woke(), now);
            } else if (!timeUp && endNanos - now <= 0) {
                timeUp = true;
                conversation.on(new TurnMachine.Event.TimeUp(), now);
            }
        }
    }

    private void take(Inbox.Item item, long nowNanos) {
        switch (item) {
            case Inbox.Item.Turn(TurnMachine.Event event) -> {
                if (event instanceof TurnMachine.Event.Ended(String reason)) {
                    endReason = reason;
                }
                if (answering != null) {
                    conversation.onModelStage(
                            answering.utterance,
                            answering.answer.firstTokenNanos(),
                            answering.answer.firstVoiceNanos());
                }
                conversation.on(event, nowNanos);
            }
            case Inbox.Item.Answer(byte[] sdp) -> accept(sdp, nowNanos);
            case Inbox.Item.Offer(Reoffer reoffer) -> answer(reoffer);
        }
    }

    /** After a delayed offer the call is up when its answer has come with the ACK. */
    private void accept(byte[] sdp, long nowNanos) {
        try {
            port.accept(sdp);
            conversation.on(new TurnMachine.Event.Answered(), nowNanos);
        } catch (SdpException unusable) {
            log.info("call {}: unusable SDP answer: {}", call.id(), unusable.getMessage());
            hangUp("unusable SDP answer");
            conversation.on(new TurnMachine.Event.Ended(endReason), nowNanos);
        }
    }

    private void answer(Reoffer reoffer) {
        try {
            byte[] offer = reoffer.offer();
            reoffer.answer(offer.length == 0 ? port.newOffer() : port.reoffer(offer));
        } catch (SdpException refused) {
            log.info(
                    "call {}: new offer refused with {}: {}",
                    call.id(),
                    refused.status(),
                    refused.getMessage());
            reoffer.reject(refused.status());
        }
    }

    /** Why the call ended, for the log. */
    String endReason() {
        return endReason;
    }

    int turns() {
        return conversation.turns();
    }

    private void hear() throws InterruptedException {
        var frame = new HeardFrames.Frame();
        try (VoiceActivity activity = ears.activity().get()) {
            var hearing = new Hearing(activity, agent.limits(), inbox::postOrBreak);
            while (port.heard().takeOrWait(frame)) {
                hearing.onFrame(frame, System.nanoTime());
            }
        }
    }

    @Override
    public void recognise(int attempt, Speech speech) {
        wantedAttempt = attempt;
        scope.fork("words-" + attempt, () -> inbox.postOrBreak(understand(attempt, speech)));
    }

    private TurnMachine.Event understand(int attempt, Speech speech) {
        boolean wasSpeech = speech.isLongEnoughForWords();
        try {
            String words = recognition.words(speech, () -> wantedAttempt != attempt);
            long wordsNanos = System.nanoTime();
            Lookup lookup =
                    words.isEmpty() || wantedAttempt != attempt
                            ? null
                            : ears.pool().call(() -> agent.cache().lookup(words));
            log.debug("call {}: understood \"{}\" as {}", call.id(), words, lookup);
            return new TurnMachine.Event.Understood(
                    attempt,
                    new Heard(words, lookup, wasSpeech, false, wordsNanos, System.nanoTime()));
        } catch (IOException failure) {
            log.error("call {}: recognition or lookup failed: {}", call.id(), failure.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        long now = System.nanoTime();
        return new TurnMachine.Event.Understood(
                attempt, new Heard("", null, wasSpeech, true, now, now));
    }

    @Override
    public int play(PreparedAudio audio) {
        int utterance = port.playout().begin();
        port.playout().play(utterance, audio);
        return utterance;
    }

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        int utterance = port.playout().begin();
        if (!(agent.mind() instanceof Mind.Cascade(LanguageModel model, Voice voice))) {
            throw new IllegalStateException("nobody to ask");
        }
        var answer = new ModelAnswer(model, voice, port.playout(), utterance, said);
        abandonAnswer();
        answering =
                new Answering(
                        utterance,
                        answer,
                        List.of(
                                scope.fork("ask-" + utterance, () -> answer.think(messages)),
                                scope.fork("speak-" + utterance, () -> speak(answer, utterance))));
        return utterance;
    }

    private void speak(ModelAnswer answer, int utterance) throws InterruptedException {
        try {
            answer.speak();
        } catch (IOException failure) {
            log.warn("call {}: answer failed: {}", call.id(), failure.getMessage());
            inbox.postOrBreak(new TurnMachine.Event.AnswerFailed(utterance));
        }
    }

    @Override
    public void silence() {
        wantedAttempt = 0;
        port.playout().silence();
        abandonAnswer();
    }

    private void abandonAnswer() {
        if (answering != null) {
            answering.threads.forEach(Thread::interrupt);
            answering = null;
        }
    }

    @Override
    public void wakeAt(long nanos) {
        wakeAtNanos = nanos;
    }

    @Override
    public void transfer(String uri) {
        log.info("call {}: transfer to {}", call.id(), uri);
        call.transfer(uri);
    }

    @Override
    public void hangUp(String reason) {
        endReason = "agent: " + reason;
        call.hangUp();
    }
}
