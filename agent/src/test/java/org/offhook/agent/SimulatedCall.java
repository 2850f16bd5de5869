package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.call.CallAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;

/**
 * A whole call in virtual time: a caller's phone and the agent's, both the product's own media,
 * with a bad network between; above the agent's, hearing and conversation as in the product. Only
 * words are scripted: what the caller says is a tone, and the recogniser is told what it meant.
 * Each thing the agent can say is a tone of its own, and heard by its pitch.
 */
final class SimulatedCall implements Stage, AutoCloseable {
    private static final long MS = 1_000_000;
    private static final long LOOKUP_NANOS = 20 * MS;
    private static final long THINKING_NANOS = 500 * MS;

    /** What the language model says, whatever it is asked. */
    static final String MODEL = "model";

    /** A draft to a question whose words are not there yet. */
    static final String UNKNOWN = "?";

    private record Later(long atNanos, Runnable what) {}

    private final SimulatedRepertoire says = new SimulatedRepertoire();
    private final Queue<String> meant = new ArrayDeque<>();
    private final PriorityQueue<Later> later =
            new PriorityQueue<>((a, b) -> Long.compare(a.atNanos, b.atNanos));
    private final List<TurnRecord> records = new ArrayList<>();
    private final List<String> dialogue = new ArrayList<>();
    private final List<String> drafts = new ArrayList<>();
    private final StableWords partials = new StableWords();
    private final List<Integer> heardByCaller = new ArrayList<>();
    private final ShortBuffer soundAtCaller = ShortBuffer.allocate(120 * Pcm.RATE_HZ);
    private List<LanguageModel.Message> asked = List.of();
    private final HeardFrames.Frame frame = new HeardFrames.Frame();
    private final SeededNetwork toAgent;
    private final SeededNetwork toCaller;
    private final CallAudio caller;
    private final CallAudio agent;
    private Hearing hearing;
    private Conversation conversation;
    private long nowNanos = MS;
    private long wakeNanos;
    private Attention attention = Attention.TO_CALLER;
    private Speech lastSpeech;
    private int saying;
    private boolean drafted;
    private String hungUp = "";
    private boolean failing;
    private long recognitionNanos = 180 * MS;
    private Mind mind = new Mind.None();
    private Agent.Cache cache = says::lookup;
    private long patienceNanos = Long.MAX_VALUE;
    private boolean lineIsDead;
    private int messages;
    private int keys;
    private final List<String> transfers = new ArrayList<>();
    private int transferEndsWith;
    private long transferTakesNanos;

    private SimulatedCall(CodecType codec, long seed, double loss, double reordered) {
        toAgent = new SeededNetwork(seed, loss, reordered);
        toCaller = new SeededNetwork(seed + 1, loss, reordered);
        var peer = new InetSocketAddress("127.0.0.1", 4000);
        caller = new CallAudio(MediaConfig.defaults(), new MediaListener() {}, seed, MS, () -> {});
        agent = new CallAudio(MediaConfig.defaults(), new Events(), seed + 2, 8 * MS, () -> {});
        caller.agree(AudioSession.of(codec, peer));
        caller.negotiated(AudioSession.of(codec, peer), nowNanos);
        agent.negotiated(AudioSession.of(codec, peer), nowNanos);
    }

    static SimulatedCall over(CodecType codec, long seed, double lossPercent, double reordered) {
        return new SimulatedCall(codec, seed, lossPercent, reordered);
    }

    /** The agent knows an answer to these exact words. */
    SimulatedCall knows(String words, String id, int millis) {
        return knows(words, id, millis, new Answer.Then.Listen());
    }

    SimulatedCall knows(String words, String id, int millis, Answer.Then then) {
        says.knows(words, id, millis, then);
        return this;
    }

    /**
     * It knows an answer with slots to these exact words.
     *
     * @param order value of the slot of this name; empty: none
     */
    SimulatedCall knowsSlotted(String words, String id, String say, String order) {
        says.knowsSlotted(words, id, say, order);
        cache = says.gate();
        return this;
    }

    /** A language model answers what the agent does not know. */
    SimulatedCall thinks() {
        says.anything(MODEL, 1_500);
        mind = new Mind.Cascade(null, null);
        return this;
    }

    /** A realtime model answers, with prepared answers as it is said here. */
    SimulatedCall thinksAloud(CacheMode prepared) {
        says.anything(MODEL, 1_500);
        mind = new Mind.Realtime(null, prepared, new Mind.None());
        cache = prepared.of(says::lookup);
        return this;
    }

    /** The agent picks up. */
    SimulatedCall answered() {
        Limits limits = Limits.defaults();
        hearing = new Hearing(new Tone.Activity(), limits, () -> attention, this::on);
        conversation =
                new Conversation(
                        new Agent(
                                "simulated",
                                Locale.ENGLISH,
                                "",
                                limits,
                                says.repertoire(),
                                words -> null,
                                mind,
                                null,
                                new Semaphore(1),
                                new Answer.Then.HangUp(),
                                AgentTools.NONE),
                        "simulated",
                        this,
                        new CallerManners(Locale.ENGLISH, limits),
                        InstantSource.fixed(Instant.EPOCH),
                        records::add);
        on(new TurnEvent.Answered());
        return this;
    }

    /** The caller speaks for so long; these are the words. */
    SimulatedCall says(String words, int millis) {
        note("caller: " + words);
        meant.add(words);
        speak(millis);
        return this;
    }

    /** The recogniser tells what it has heard of what is being said. */
    SimulatedCall partly(String words) {
        note("so far: " + words);
        if (partials.heard(1, words, false, nowNanos)) {
            on(new TurnEvent.WordsChanged());
        }
        return this;
    }

    /** What was drafted, in order; "-": dropped. */
    List<String> drafts() {
        return drafts;
    }

    private Lookup lookup(String words) {
        try {
            return cache.lookup(words);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void lookEarly() {
        if (partials.isPromising() && partials.waitNanos(nowNanos) == 0) {
            String words = partials.take();
            long doneNanos = nowNanos + LOOKUP_NANOS;
            var heard = new Heard(words, lookup(words), true, false, doneNanos, doneNanos);
            later.add(new Later(doneNanos, () -> on(new TurnEvent.Guessed(1, heard))));
        }
    }

    /** The caller makes one more sound of the same utterance. */
    SimulatedCall goesOn(String wordsAltogether, int millis) {
        note("caller goes on: " + wordsAltogether);
        meant.clear();
        meant.add(wordsAltogether);
        speak(millis);
        return this;
    }

    /** The caller presses a key: a telephone event (RFC 4733) in the audio. */
    SimulatedCall presses(char key) {
        note("caller presses " + key);
        if (!caller.playout().sendDigits(String.valueOf(key))) {
            give("no telephone events in this call");
        }
        return this;
    }

    /** Keys that have arrived. */
    int keys() {
        return keys;
    }

    /** The caller's PBX plays music instead of the caller. */
    SimulatedCall playsMusic(int seconds) {
        note("music");
        send(HoldMusicBand.COMBO.play(seconds));
        passes(1_000 * seconds);
        return this;
    }

    private void speak(int millis) {
        send(Tone.voice(millis));
        passes(millis);
    }

    private void send(short[] tone) {
        int utterance = caller.playout().begin();
        caller.playout().play(utterance, PreparedAudio.encode(tone, tone.length));
    }

    SimulatedCall passes(int millis) {
        for (int i = 0; i < millis; i++) {
            step();
        }
        return this;
    }

    /** Waits until the caller hears this; fails after the limit. */
    SimulatedCall hears(String name, Duration limit) {
        int pitch = says.pitch(name);
        for (int i = 0; i < limit.toMillis(); i++) {
            step();
            if (lastHeard(4).stream().allMatch(heard -> heard == pitch)) {
                note("caller hears " + name);
                return this;
            }
        }
        return give("did not hear " + name + " (" + pitch + " Hz) within " + limit);
    }

    /** Waits until the caller hears nothing; fails after the limit. */
    SimulatedCall hearsSilenceWithin(Duration limit) {
        for (int i = 0; i < limit.toMillis(); i++) {
            step();
            if (lastHeard(3).stream().allMatch(heard -> heard == 0)) {
                note("silence");
                return this;
            }
        }
        return give("did not hear silence within " + limit);
    }

    /** The agent must have hung up for this reason by now. */
    SimulatedCall isHungUp(String reason) {
        return hungUp.equals(reason) ? this : give("hung up for \"" + hungUp + "\"");
    }

    /** From now on recognition fails, or works again. */
    SimulatedCall recognitionFails(boolean fails) {
        failing = fails;
        return this;
    }

    /** From now on words take so long. */
    SimulatedCall recognitionTakes(Duration time) {
        recognitionNanos = time.toNanos();
        return this;
    }

    /** The agent has a model, of which nothing will ever come. */
    SimulatedCall thinksForEver() {
        mind = new Mind.Cascade(null, null);
        return this;
    }

    /** From a model of which nothing comes, or no voice for it, so long something is expected. */
    SimulatedCall givesUpAfter(Duration patience) {
        patienceNanos = patience.toNanos();
        return this;
    }

    /** What was looked at last. */
    Speech lastSpeech() {
        return lastSpeech;
    }

    List<TurnRecord> records() {
        return records;
    }

    MediaStats agentStats() {
        return agent.stats();
    }

    private SimulatedCall give(String problem) {
        dialogue.add("last heard: " + lastHeard(20));
        return fail(problem + "\n" + String.join("\n", dialogue));
    }

    private void note(String what) {
        dialogue.add("%7d ms  %s".formatted(nowNanos / MS, what));
    }

    private List<Integer> lastHeard(int frames) {
        int size = heardByCaller.size();
        return size < frames ? List.of(-1) : heardByCaller.subList(size - frames, size);
    }

    private void on(TurnEvent event) {
        conversation.on(event, nowNanos);
    }

    /** From now on nothing of the caller's arrives, or all does again. */
    SimulatedCall lineIsDead(boolean dead) {
        note(dead ? "the line dies" : "the line is back");
        lineIsDead = dead;
        return this;
    }

    private void arrives(byte[] packet, long atNanos) {
        if (!lineIsDead) {
            agent.onPacket(packet, packet.length, atNanos);
        }
    }

    private void step() {
        nowNanos += MS;
        toAgent.deliver(nowNanos, this::arrives);
        toCaller.deliver(nowNanos, (packet, at) -> caller.onPacket(packet, packet.length, at));
        while (!later.isEmpty() && later.peek().atNanos <= nowNanos) {
            later.poll().what.run();
        }
        if (wakeNanos != 0 && wakeNanos <= nowNanos) {
            wakeNanos = 0;
            on(new TurnEvent.Woke());
        }
        lookEarly();
        agent.hurry(nowNanos, (packet, length) -> toCaller.send(packet, length, nowNanos));
        agent.tick(nowNanos, (packet, length) -> toCaller.send(packet, length, nowNanos));
        caller.tick(nowNanos, (packet, length) -> toAgent.send(packet, length, nowNanos));
        try {
            while (agent.heard().available() > 0 && agent.heard().takeOrWait(frame)) {
                hearing.onFrame(frame, nowNanos);
            }
            while (caller.heard().available() > 0 && caller.heard().takeOrWait(frame)) {
                heardByCaller.add(Tone.pitchOf(frame.samples, says.pitches()));
                soundAtCaller.put(frame.samples);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void recognise(int attempt, Speech speech) {
        lastSpeech = speech;
        String words = meant.isEmpty() ? "" : meant.peek();
        long doneNanos = nowNanos + recognitionNanos;
        var heard = new Heard(words, lookup(words), true, failing, doneNanos, doneNanos);
        later.add(new Later(doneNanos, () -> on(new TurnEvent.Understood(attempt, heard))));
    }

    @Override
    public int play(PreparedAudio audio) {
        meant.clear();
        saying = agent.playout().begin();
        agent.playout().play(saying, audio);
        return saying;
    }

    /** The voice has spoken before anything is heard: what it takes is another test's. */
    @Override
    public int say(SlottedLine line, UtteranceText said) {
        meant.clear();
        saying = agent.playout().begin();
        var answer =
                new SlottedAnswer(
                        line,
                        says.values(),
                        says.line(Prompt.ONE_MOMENT),
                        SlottedAnswer.Patience.USUAL,
                        agent.playout(),
                        saying,
                        said);
        try {
            answer.speak();
            answer.say();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return saying;
    }

    @Override
    public void attend(Attention to) {
        attention = to;
    }

    @Override
    public void pause() {
        note("agent pauses");
        agent.playout().pause(saying);
    }

    @Override
    public int resume(int mostBackFrames) {
        note("agent goes on");
        meant.clear();
        return agent.playout().resume(saying, mostBackFrames);
    }

    @Override
    public void draft(List<LanguageModel.Message> messages) {
        drafted = true;
        boolean known = messages.getLast() instanceof LanguageModel.Message.Caller;
        drafts.add(known ? ((LanguageModel.Message.Caller) messages.getLast()).text() : UNKNOWN);
        note("agent drafts an answer to: " + drafts.getLast());
    }

    @Override
    public void dropDraft() {
        drafted = false;
        drafts.add("-");
        note("agent drops its draft");
    }

    @Override
    public void fill(String text, PreparedAudio audio) {
        // Sample by sample, as a live answer: the utterance goes on after it.
        short[] all = audio.pcm();
        int utterance = saying;
        for (int at = 0; at < all.length; at += Pcm.FRAME_SAMPLES) {
            short[] piece = Arrays.copyOfRange(all, at, at + Pcm.FRAME_SAMPLES);
            long dueNanos = nowNanos + at / Pcm.FRAME_SAMPLES * Pcm.FRAME_MILLIS * MS;
            later.add(new Later(dueNanos, () -> put(utterance, piece)));
        }
    }

    private void put(int utterance, short[] piece) {
        try {
            agent.playout().putOrWait(utterance, piece, piece.length);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that the caller has heard so far, PCM as in {@link Pcm}. */
    short[] soundAtCaller() {
        return Arrays.copyOf(soundAtCaller.array(), soundAtCaller.position());
    }

    /** Answers that were not said for want of a value. */
    int withoutValue() {
        return says.withoutValue();
    }

    /** What the model was told when it was asked last. */
    List<LanguageModel.Message> asked() {
        return asked;
    }

    /** What was drafted has been thought of meanwhile. */
    @Override
    public int ask(List<LanguageModel.Message> messages, UtteranceText said) {
        asked = messages;
        meant.clear();
        int utterance = agent.playout().begin();
        saying = utterance;
        if (!says.has(MODEL)) {
            if (patienceNanos != Long.MAX_VALUE) {
                var failed = new TurnEvent.AnswerFailed(utterance);
                later.add(new Later(nowNanos + patienceNanos, () -> on(failed)));
            }
            return utterance;
        }
        PreparedAudio audio = says.audio(MODEL);
        long atNanos = nowNanos + (drafted ? 0 : THINKING_NANOS);
        drafted = false;
        later.add(new Later(atNanos, () -> agent.playout().play(utterance, audio)));
        return utterance;
    }

    @Override
    public void silence() {
        note("agent is silenced");
        agent.playout().silence();
    }

    @Override
    public void wakeAt(long nanos) {
        wakeNanos = nanos;
    }

    @Override
    public void takeMessage() {
        note("the tone");
    }

    @Override
    public void endMessage(boolean keep) {
        note("message over" + (keep ? ", kept" : ""));
        messages += keep ? 1 : 0;
    }

    /** Messages kept so far. */
    int messages() {
        return messages;
    }

    @Override
    public void transfer(String uri, String summary) {
        note("agent passes the caller on to " + uri);
        transfers.add(uri + ": " + summary);
        if (transferEndsWith != 0) {
            var end = new TurnEvent.TransferEnded(transferEndsWith);
            later.add(new Later(nowNanos + transferTakesNanos, () -> on(end)));
        }
    }

    @Override
    public void endTransfer() {
        note("transfer over");
        transfers.add("over");
    }

    /** Where the caller was passed on to and why, and when that was over. */
    List<String> transfers() {
        return transfers;
    }

    /** What becomes of every transfer, so long after it was asked for; 0 for no news at all. */
    void transfersEndWith(int status, long millis) {
        transferEndsWith = status;
        transferTakesNanos = millis * MS;
    }

    @Override
    public void hangUp(String reason) {
        note("agent hangs up: " + reason);
        hungUp = reason;
    }

    @Override
    public void close() {
        caller.close();
        agent.close();
    }

    private final class Events implements MediaListener {
        @Override
        public void onDigit(char digit) {
            keys++;
            later.add(new Later(nowNanos, () -> on(new TurnEvent.Digit(digit))));
        }

        @Override
        public void onRtpQuiet(boolean quiet) {
            later.add(new Later(nowNanos, () -> on(new TurnEvent.RtpQuiet(quiet))));
        }

        @Override
        public void onRtpTimeout() {
            later.add(new Later(nowNanos, () -> on(new TurnEvent.RtpLost("no RTP"))));
        }

        @Override
        public void onUtteranceStarted(int utterance, long atNanos) {
            later.add(
                    new Later(
                            nowNanos,
                            () -> on(new TurnEvent.UtteranceStarted(utterance, atNanos))));
        }

        @Override
        public void onUtteranceEnded(int utterance, int frames, long atNanos) {
            later.add(
                    new Later(
                            nowNanos,
                            () -> on(new TurnEvent.UtteranceEnded(utterance, frames, atNanos))));
        }
    }
}
