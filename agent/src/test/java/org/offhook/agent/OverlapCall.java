package org.offhook.agent;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.PreparedAudio;
import org.offhook.media.call.CallAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.G711;
import org.offhook.media.sdp.AudioSession;

/**
 * One call in virtual time in which one overlap happens: the product's own media, hearing and
 * conversation, real voice activity and recognition; the agent plays a recording to a telephone
 * across a network.
 */
final class OverlapCall implements Stage, AutoCloseable {
    private static final long MS = 1_000_000;
    private static final long AFTER_MILLIS = 2_500;

    /** Words for a sound, and how long a thread computes for them. */
    interface Words {
        Answered of(Speech speech);

        record Answered(String words, long nanos) {}
    }

    /**
     * How it went.
     *
     * @param stopped whether the agent lost the word by this overlap
     * @param early whether it had lost it before the overlap began
     * @param latencyMillis from the caller's first voiced packet to the agent's last; NaN where it
     *     went on
     * @param pauses how often it held its breath
     * @param pausedMillis how long altogether
     * @param heard what was recognised, look by look
     */
    record Outcome(
            Overlap overlap,
            boolean stopped,
            boolean early,
            double latencyMillis,
            int pauses,
            long pausedMillis,
            String heard) {}

    private record Later(long atNanos, Runnable what) {}

    private final Overlap overlap;
    private final Words words;
    private final OverlapPhone phone;
    private final SeededNetwork toAgent;
    private final SeededNetwork toCaller;
    private final CallAudio media;
    private final Hearing hearing;
    private final Conversation conversation;
    private final Queue<Later> later = new ArrayDeque<>();
    private final HeardFrames.Frame frame = new HeardFrames.Frame();
    private final StringBuilder recognised = new StringBuilder();
    private long nowNanos = MS;
    private long wakeNanos;
    private Attention attention = Attention.TO_CALLER;
    private int saying;
    private long firstPacketNanos;
    private long lastSpeechNanos;
    private long pausedAtNanos;
    private long pausedNanos;
    private int pauses;
    private long silencedNanos;
    private long ended;

    private OverlapCall(Overlap overlap, VoiceActivity activity, Words words) {
        this.overlap = overlap;
        this.words = words;
        phone = new OverlapPhone(overlap);
        toAgent = new SeededNetwork(overlap.seed(), overlap.lossPercent(), 0);
        toCaller = new SeededNetwork(overlap.seed() + 1, overlap.lossPercent(), 0);
        media = new CallAudio(MediaConfig.defaults(), new Events(), 7, 8 * MS, () -> {});
        var peer = new InetSocketAddress("127.0.0.1", 4000);
        media.negotiated(AudioSession.of(CodecType.PCMU, peer), nowNanos);
        Limits limits = Limits.defaults();
        hearing = new Hearing(activity, limits, () -> attention, this::on);
        var line =
                new Repertoire.Line(
                        overlap.recording().text(), Optional.of(overlap.recording().audio()));
        var agent =
                new Agent(
                        "overlaps",
                        Locale.ENGLISH,
                        "",
                        limits,
                        new Repertoire(Map.of(Prompt.GREETING, line), Map.of()),
                        words1 -> null,
                        new Mind.None(),
                        null,
                        new Semaphore(1),
                        new Answer.Then.HangUp(),
                        AgentTools.NONE);
        var manners = new CallerManners(Locale.ENGLISH, limits);
        var clock = InstantSource.fixed(Instant.EPOCH);
        conversation = new Conversation(agent, "overlaps", this, manners, clock, turn -> {});
    }

    static Outcome run(Overlap overlap, VoiceActivity activity, Words words) {
        try (var call = new OverlapCall(overlap, activity, words)) {
            return call.run();
        }
    }

    private Outcome run() {
        on(new TurnEvent.Answered());
        while (firstPacketNanos == 0) {
            step();
        }
        long begins = firstPacketNanos + overlap.atMillis() * MS;
        while (nowNanos < begins) {
            step();
        }
        boolean early = silencedNanos != 0;
        phone.begin();
        boolean alone = overlap.sound().length == 0;
        long until = Long.MAX_VALUE;
        while (nowNanos < until && silencedNanos == 0) {
            step();
            boolean over = alone ? ended != 0 : phone.isOver();
            if (over && until == Long.MAX_VALUE) {
                until = nowNanos + AFTER_MILLIS * MS;
            }
        }
        boolean stopped = silencedNanos != 0 && !early;
        double latency =
                stopped && !alone
                        ? (lastSpeechNanos - phone.firstVoicedNanos()) / (double) MS
                        : Double.NaN;
        long paused = pausedNanos + (pausedAtNanos == 0 ? 0 : nowNanos - pausedAtNanos);
        return new Outcome(
                overlap, stopped, early, latency, pauses, paused / MS, recognised.toString());
    }

    private void on(TurnEvent event) {
        conversation.on(event, nowNanos);
    }

    private void step() {
        nowNanos += MS;
        toAgent.deliver(nowNanos, (packet, at) -> media.onPacket(packet, packet.length, at));
        toCaller.deliver(nowNanos, phone::hear);
        for (int i = later.size(); i > 0; i--) {
            Later next = later.poll();
            if (next.atNanos <= nowNanos) {
                next.what.run();
            } else {
                later.add(next);
            }
        }
        if (wakeNanos != 0 && wakeNanos <= nowNanos) {
            wakeNanos = 0;
            on(new TurnEvent.Woke());
        }
        media.hurry(nowNanos, this::send);
        media.tick(nowNanos, this::send);
        if (nowNanos / MS % 20 == 0) {
            byte[] packet = phone.speak(nowNanos);
            toAgent.send(packet, packet.length, nowNanos);
        }
        try {
            while (media.heard().available() > 0 && media.heard().takeOrWait(frame)) {
                hearing.onFrame(frame, nowNanos);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(byte[] packet, int length) {
        for (int i = 12; i < length; i++) {
            if (Math.abs(G711.MU_LAW.decode(packet[i])) > 8) {
                lastSpeechNanos = nowNanos;
                break;
            }
        }
        toCaller.send(packet, length, nowNanos);
    }

    @Override
    public void recognise(int attempt, Speech speech) {
        Words.Answered answered = words.of(speech);
        recognised
                .append(recognised.isEmpty() ? "" : " | ")
                .append(speech.voicedMillis())
                .append(speech.silentMillis() == 0 ? " ms so far: " : " ms: ")
                .append(answered.words());
        var evidence = new Lookup.Evidence(0, 1, "", "", "none");
        long done = nowNanos + answered.nanos();
        boolean wasSpeech = speech.isLongEnoughForWords();
        Lookup lookup = answered.words().isEmpty() ? null : new Lookup.Miss(evidence);
        var heard = new Heard(answered.words(), lookup, wasSpeech, false, done, done);
        later.add(new Later(done, () -> on(new TurnEvent.Understood(attempt, heard))));
    }

    @Override
    public int say(SlottedLine line, UtteranceText said) {
        throw new IllegalStateException("nothing here has slots");
    }

    @Override
    public int play(PreparedAudio audio) {
        saying = media.playout().begin();
        media.playout().play(saying, audio);
        return saying;
    }

    @Override
    public void attend(Attention to) {
        attention = to;
    }

    @Override
    public void pause() {
        pauses++;
        pausedAtNanos = nowNanos;
        media.playout().pause(saying);
    }

    @Override
    public int resume(int mostBackFrames) {
        pausedNanos += nowNanos - pausedAtNanos;
        pausedAtNanos = 0;
        return media.playout().resume(saying, mostBackFrames);
    }

    @Override
    public void silence() {
        silencedNanos = nowNanos;
        media.playout().silence();
    }

    @Override
    public void wakeAt(long nanos) {
        wakeNanos = nanos;
    }

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
    public void fill(String text, PreparedAudio audio) {
        throw new IllegalStateException("this agent has no model");
    }

    @Override
    public void takeMessage() {
        throw new IllegalStateException("nothing here takes messages");
    }

    @Override
    public void endMessage(boolean keep) {}

    @Override
    public void transfer(String uri, String summary) {
        throw new IllegalStateException("nothing here transfers");
    }

    @Override
    public void endTransfer() {}

    @Override
    public void hangUp(String reason) {
        ended = nowNanos;
    }

    @Override
    public void close() {
        media.close();
    }

    private final class Events implements MediaListener {
        @Override
        public void onUtteranceStarted(int utterance, long atNanos) {
            firstPacketNanos = nowNanos;
            later.add(
                    new Later(
                            nowNanos,
                            () -> on(new TurnEvent.UtteranceStarted(utterance, atNanos))));
        }

        @Override
        public void onUtteranceEnded(int utterance, int frames, long atNanos) {
            ended = nowNanos;
            later.add(
                    new Later(
                            nowNanos,
                            () -> on(new TurnEvent.UtteranceEnded(utterance, frames, atNanos))));
        }
    }
}
