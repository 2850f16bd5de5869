package org.offhook.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.cache.Lookup;
import org.offhook.media.HeardFrames;

/**
 * What one call hears: frames become events of speech, segments become words and a decision of the
 * cache. {@link #listen} runs on the call's hearing thread; the rest is for its other threads.
 */
final class CallEars implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(CallEars.class);

    private final String callId;
    private final Agent agent;
    private final Ears ears;
    private final Caller caller;
    private final Agent.Cache answers;
    private final HeardFrames frames;
    private final Consumer<TurnEvent> events;
    private final EarlyLook early;
    private final Recognition recognition;
    private Hearing hearing;
    private boolean inSegment;
    private volatile MessageRecorder message;
    private volatile Attention attention = Attention.TO_CALLER;

    /**
     * @param values of slots in this call
     */
    CallEars(
            String callId,
            SlotValues values,
            Agent agent,
            Ears ears,
            HeardFrames frames,
            Consumer<TurnEvent> events) {
        this.caller = values.caller();
        this.callId = callId;
        this.agent = agent;
        this.ears = ears;
        this.frames = frames;
        this.events = events;
        this.answers = new SlotGate(callId, agent.cache(), values, agent.repertoire().answers());
        this.early = new EarlyLook(callId, ears.pool(), answers, events);
        this.recognition = agent.recogniser().open(callId, agent.language(), early);
    }

    /** Hears until the port is closed. */
    void listen() throws InterruptedException {
        var frame = new HeardFrames.Frame();
        try (VoiceActivity activity = ears.activity().get()) {
            hearing = new Hearing(activity, agent.limits(), () -> attention, this::onSpeech);
            while (frames.takeOrWait(frame)) {
                if (inSegment) {
                    recognition.hear(frame.samples, frame.samples.length);
                }
                MessageRecorder recorder = message;
                if (recorder != null) {
                    recorder.take(frame.samples);
                }
                hearing.onFrame(frame, System.nanoTime());
            }
        }
    }

    /** Looks up what is being said, if the recogniser tells before it is asked. */
    void lookEarly() throws InterruptedException {
        early.run();
    }

    /** On the hearing thread: the recogniser knows of a segment before anybody asks for it. */
    private void onSpeech(TurnEvent event) {
        if (event instanceof TurnEvent.SpeechStarted) {
            Speech begun = hearing.speech();
            recognition.begin(begun.segment(), begun.samples(), begun.samples().length);
            inSegment = true;
        } else if (event instanceof TurnEvent.SpeechEnded) {
            recognition.end();
            inSegment = false;
        }
        events.accept(event);
    }

    /** How to listen from now on. */
    void attend(Attention to) {
        attention = to;
    }

    /**
     * Words of a segment, and what the cache says to them; blocks.
     *
     * @param abandoned when true the result is not wanted any more
     */
    Heard understand(Speech speech, BooleanSupplier abandoned) throws InterruptedException {
        boolean wasSpeech = speech.isLongEnoughForWords();
        try {
            String words = recognition.words(speech, abandoned);
            long wordsNanos = System.nanoTime();
            Lookup lookup =
                    words.isEmpty() || abandoned.getAsBoolean()
                            ? null
                            : lookup(speech.segment(), words);
            log.debug("call {}: understood \"{}\" as {}", callId, words, lookup);
            return new Heard(words, lookup, wasSpeech, false, wordsNanos, System.nanoTime());
        } catch (IOException failure) {
            log.error("call {}: recognition or lookup failed: {}", callId, failure.toString());
            long now = System.nanoTime();
            return new Heard("", null, wasSpeech, true, now, now);
        }
    }

    /** What is heard from now on is a message to be kept. On the call's thread, as its end is. */
    void beginMessage() {
        message = openMessage();
        if (message == null) {
            events.accept(new TurnEvent.MessageStopped(false));
        }
    }

    private MessageRecorder openMessage() {
        if (agent.tools().mailbox().isEmpty()) {
            log.error("call {}: there is no mailbox for a message", callId);
            return null;
        }
        try {
            var about = new Mailbox.About(agent.name(), callId, caller.number());
            return agent.tools()
                    .mailbox()
                    .get()
                    .begin(about, kept -> events.accept(new TurnEvent.MessageStopped(kept)));
        } catch (IOException failure) {
            log.error("call {}: no message can be kept: {}", callId, failure.toString());
            return null;
        }
    }

    void endMessage(boolean keep) {
        MessageRecorder recorder = message;
        message = null;
        if (recorder != null) {
            recorder.end(keep, agent.recogniser(), agent.language());
        }
    }

    private Lookup lookup(int segment, String words) throws IOException, InterruptedException {
        Optional<Lookup> known = early.found(segment, words);
        return known.isPresent() ? known.get() : ears.pool().call(() -> answers.lookup(words));
    }

    @Override
    public void close() {
        endMessage(true);
        recognition.close();
    }
}
