package org.offhook.agent;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.offhook.cache.Answer;
import org.offhook.media.HeardFrames;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

/**
 * One turn of a caller in virtual time, up to the moment when the agent takes it to be over: the
 * product's hearing and conversation, and words that take as long as the recogniser computed for
 * them. The jitter buffer's delay is not in it.
 */
final class PauseTrial implements Stage {
    private static final long MS = 1_000_000;
    private static final int FRAME_MILLIS = 20;
    private static final PreparedAudio NOTHING =
            PreparedAudio.encode(new short[Pcm.FRAME_SAMPLES], 1);

    /** What the recogniser makes of a segment, and how long that takes. */
    @FunctionalInterface
    interface Words {
        Known of(Speech speech) throws IOException, InterruptedException;
    }

    /**
     * @param nanos on one processor
     */
    record Known(String words, long nanos) {}

    private record Later(long atNanos, Runnable what) {}

    private final Words words;
    private final PriorityQueue<Later> later =
            new PriorityQueue<>((a, b) -> Long.compare(a.atNanos, b.atNanos));
    private final Hearing hearing;
    private final Conversation conversation;
    private long nowNanos = MS;
    private long wakeNanos;
    private long decidedNanos = -1;
    private boolean listens;

    private PauseTrial(
            String asked, VoiceActivity activity, Words words, Manners manners, Limits limits) {
        this.words = words;
        this.hearing = new Hearing(activity, limits, () -> Attention.TO_CALLER, this::on);
        this.conversation =
                new Conversation(
                        agent(asked, limits),
                        "trial",
                        this,
                        manners,
                        InstantSource.fixed(Instant.EPOCH),
                        record -> {});
        on(new TurnEvent.Answered());
        on(new TurnEvent.UtteranceStarted(1, nowNanos));
        on(new TurnEvent.UtteranceEnded(1, 1, nowNanos));
        listens = true;
    }

    private static Agent agent(String asked, Limits limits) {
        Map<Prompt, Repertoire.Line> prompts = new EnumMap<>(Prompt.class);
        for (Prompt prompt : Prompt.values()) {
            prompts.put(prompt, new Repertoire.Line(prompt.key(), Optional.of(NOTHING)));
        }
        prompts.put(Prompt.GREETING, new Repertoire.Line(asked, Optional.of(NOTHING)));
        return new Agent(
                "trial",
                Locale.ENGLISH,
                "",
                limits,
                new Repertoire(prompts, new HashMap<>()),
                text -> null,
                new Mind.None(),
                null,
                new Semaphore(1),
                new Answer.Then.HangUp(),
                AgentTools.NONE);
    }

    /**
     * Hears the line to its end, or to the decision.
     *
     * @return when the turn was taken to be over, ms; -1: never
     */
    static int run(
            String asked,
            short[] line,
            VoiceActivity activity,
            Words words,
            Manners manners,
            Limits limits) {
        var trial = new PauseTrial(asked, activity, words, manners, limits);
        var frame = new HeardFrames.Frame();
        for (int at = 0; at + Pcm.FRAME_SAMPLES <= line.length; at += Pcm.FRAME_SAMPLES) {
            System.arraycopy(line, at, frame.samples, 0, Pcm.FRAME_SAMPLES);
            long heardNanos = (at / Pcm.FRAME_SAMPLES + 1) * FRAME_MILLIS * MS;
            trial.passUntil(heardNanos);
            frame.receivedNanos = heardNanos;
            trial.hearing.onFrame(frame, heardNanos);
            if (trial.decidedNanos >= 0) {
                return (int) (trial.decidedNanos / MS);
            }
        }
        return -1;
    }

    private void passUntil(long nanos) {
        while (decidedNanos < 0) {
            long next = later.isEmpty() ? Long.MAX_VALUE : later.peek().atNanos;
            boolean wakes = wakeNanos != 0 && wakeNanos <= next;
            next = wakes ? wakeNanos : next;
            if (next > nanos) {
                break;
            }
            nowNanos = Math.max(nowNanos, next);
            if (wakes) {
                wakeNanos = 0;
                on(new TurnEvent.Woke());
            } else {
                later.poll().what.run();
            }
        }
        nowNanos = nanos;
    }

    private void on(TurnEvent event) {
        conversation.on(event, nowNanos);
    }

    @Override
    public void recognise(int attempt, Speech speech) {
        try {
            Known known = words.of(speech);
            long done = nowNanos + known.nanos;
            boolean wasSpeech = speech.isLongEnoughForWords();
            var heard = new Heard(known.words, null, wasSpeech, false, done, done);
            later.add(new Later(done, () -> on(new TurnEvent.Understood(attempt, heard))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The agent speaks: after its question, that is the decision. */
    @Override
    public int say(SlottedLine line, UtteranceText said) {
        throw new IllegalStateException("nothing here has slots");
    }

    @Override
    public int play(PreparedAudio audio) {
        if (listens && decidedNanos < 0) {
            decidedNanos = nowNanos;
        }
        return listens ? 2 : 1;
    }

    @Override
    public void wakeAt(long nanos) {
        wakeNanos = nanos;
    }

    @Override
    public void attend(Attention to) {}

    @Override
    public void draft(List<LanguageModel.Message> messages) {
        throw new IllegalStateException("this agent has no model");
    }

    @Override
    public void dropDraft() {}

    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        throw new IllegalStateException("this agent has no model");
    }

    @Override
    public void fill(String text, PreparedAudio audio) {}

    @Override
    public void pause() {}

    @Override
    public int resume(int mostBackFrames) {
        return 0;
    }

    @Override
    public void silence() {}

    @Override
    public void takeMessage() {}

    @Override
    public void endMessage(boolean keep) {}

    @Override
    public void transfer(String uri, String summary) {}

    @Override
    public void endTransfer() {}

    @Override
    public void hangUp(String reason) {}
}
