package org.offhook.agent;

import java.time.InstantSource;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
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

    private final Agent agent;
    private final MediaPort port;
    private final Transfers transfers;
    private final Call call;
    private final CallScope scope;
    private final Inbox inbox;
    private final CallEars ears;
    private final Answerer answerer;
    private final SlotTeller slots;
    private final Conversation conversation;
    private long wakeAtNanos;
    private int saying;
    private volatile int wantedAttempt;
    private String endReason = "";

    /**
     * @param inbox filled by the call's listeners, also before the session runs
     */
    CallSession(
            Agent agent,
            CallEars ears,
            MediaPort port,
            Transfers transfers,
            CallScope scope,
            Answerer answerer,
            SlotValues values,
            TurnLog turns,
            Inbox inbox) {
        this.agent = agent;
        this.ears = ears;
        this.port = port;
        this.transfers = transfers;
        this.call = transfers.call();
        this.scope = scope;
        this.answerer = answerer;
        this.inbox = inbox;
        this.slots =
                new SlotTeller(
                        call.id(),
                        values,
                        agent.repertoire().of(Prompt.ONE_MOMENT),
                        scope,
                        port.playout(),
                        utterance -> inbox.postOrBreak(new TurnEvent.AnswerFailed(utterance)));
        this.conversation =
                new Conversation(
                        agent,
                        call.id(),
                        this,
                        new CallerManners(agent.language(), agent.limits()),
                        InstantSource.system(),
                        turn -> {
                            agent.cache().turned(turn);
                            turns.add(turn);
                        });
    }

    /** Runs the conversation to its end. */
    void run() throws InterruptedException {
        scope.fork("hear", ears::listen);
        scope.fork("look", ears::lookEarly);
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
                conversation.on(new TurnEvent.Woke(), now);
            } else if (!timeUp && endNanos - now <= 0) {
                timeUp = true;
                conversation.on(new TurnEvent.TimeUp(), now);
            }
        }
    }

    private void take(Inbox.Item item, long nowNanos) {
        switch (item) {
            case Inbox.Item.Turn(TurnEvent event) -> {
                if (event instanceof TurnEvent.Ended(String reason)) {
                    endReason = reason;
                }
                if (event instanceof TurnEvent.UtteranceEnded(int ended, int frames, _)) {
                    answerer.played(ended, frames);
                }
                if (event instanceof TurnEvent.AnswerFailed(int failed)
                        && answerer.takesOver(failed)) {
                    return;
                }
                conversation.onModelStage(
                        saying, answerer.firstTokenNanos(), answerer.firstVoiceNanos());
                conversation.on(event, nowNanos);
            }
            case Inbox.Item.Answer(byte[] sdp) -> accept(sdp, nowNanos);
            // What was played before the answer is past.
            case Inbox.Item.Early _ -> {}
            case Inbox.Item.Keys(String digits) ->
                    digits.chars()
                            .filter(key -> key != ',' && key != 'W')
                            .forEach(key -> call.sendDigit((char) key));
            case Inbox.Item.Used(int utterance, ToolUse use) ->
                    conversation.onToolUse(utterance, use);
            case Inbox.Item.Offer(Reoffer reoffer) -> answer(reoffer, nowNanos);
        }
    }

    /** After a delayed offer the call is up when its answer has come with the ACK. */
    private void accept(byte[] sdp, long nowNanos) {
        try {
            port.accept(sdp);
            conversation.on(new TurnEvent.Answered(), nowNanos);
        } catch (SdpException unusable) {
            log.info("call {}: unusable SDP answer: {}", call.id(), unusable.getMessage());
            hangUp("unusable SDP answer");
            conversation.on(new TurnEvent.Ended(endReason), nowNanos);
        }
    }

    private void answer(Reoffer reoffer, long nowNanos) {
        try {
            byte[] offer = reoffer.offer();
            boolean wasHeld = port.isHeld();
            reoffer.answer(offer.length == 0 ? port.newOffer() : port.reoffer(offer));
            if (port.isHeld() != wasHeld) {
                log.info("call {}: {}", call.id(), wasHeld ? "resumed" : "on hold");
                conversation.on(wasHeld ? new TurnEvent.Unheld() : new TurnEvent.Held(), nowNanos);
            }
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

    @Override
    public void recognise(int attempt, Speech speech) {
        wantedAttempt = attempt;
        scope.fork(
                "words-" + attempt,
                () -> {
                    Heard heard = ears.understand(speech, () -> wantedAttempt != attempt);
                    inbox.postOrBreak(new TurnEvent.Understood(attempt, heard));
                });
    }

    @Override
    public void attend(Attention attention) {
        ears.attend(attention);
    }

    @Override
    public int say(SlottedLine line, UtteranceText said) {
        answerer.abandon();
        saying = slots.say(line, said);
        return saying;
    }

    @Override
    public int play(PreparedAudio audio) {
        answerer.abandon();
        slots.abandon();
        saying = port.playout().begin();
        port.playout().play(saying, audio);
        return saying;
    }

    @Override
    public void draft(List<LanguageModel.Message> messages) {
        answerer.draft(messages);
    }

    @Override
    public void dropDraft() {
        answerer.abandon();
    }

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        saying = answerer.ask(messages, said);
        return saying;
    }

    @Override
    public void fill(String text, PreparedAudio audio) {
        answerer.fill(text, audio.pcm());
    }

    @Override
    public void pause() {
        port.playout().pause(saying);
    }

    @Override
    public int resume(int mostBackFrames) {
        return port.playout().resume(saying, mostBackFrames);
    }

    @Override
    public void silence() {
        wantedAttempt = 0;
        port.playout().silence();
        answerer.abandon();
        slots.abandon();
    }

    @Override
    public void wakeAt(long nanos) {
        wakeAtNanos = nanos;
    }

    @Override
    public void takeMessage() {
        log.info("call {}: takes a message", call.id());
        play(Beep.make());
        ears.beginMessage();
    }

    @Override
    public void endMessage(boolean keep) {
        ears.endMessage(keep);
    }

    @Override
    public void transfer(String uri, String summary) {
        transfers.begin(uri, summary);
    }

    @Override
    public void endTransfer() {
        transfers.end();
    }

    @Override
    public void hangUp(String reason) {
        endReason = "agent: " + reason;
        call.hangUp();
    }
}
