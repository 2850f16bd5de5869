package org.offhook.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.provider.OpenAiRealtime;
import org.offhook.agent.provider.RealtimeConfig;
import org.offhook.agent.provider.ScriptedRealtimeServer;
import org.offhook.cache.Answer;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.PreparedAudio;
import org.offhook.media.codec.CodecType;

/** A phone that calls a realtime model: real RTP on one side, a real WebSocket on the other. */
final class RealtimePhone implements MediaListener, AutoCloseable {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    static final String ONE_MOMENT = "One moment.";
    static final String STILL_WORKING = "Still on it.";

    final ScriptedRealtimeServer service;
    final BlockingQueue<Integer> failed = new LinkedBlockingQueue<>();
    final BlockingQueue<int[]> ended = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> started = new LinkedBlockingQueue<>();
    final UtteranceText said = new UtteranceText();
    final RealtimeAnswerer realtime;

    /** The realtime model alone, or with somebody to stand in for it. */
    Answerer answerer;

    private final Toolbox tools;
    private final BlockingQueue<HeardFrames.Frame> phoneHeard = new LinkedBlockingQueue<>();
    private final MediaServer media;
    private final MediaPort phone;
    private final MediaPort port;
    private final OpenAiRealtime model;
    private final CallScope scope =
            new CallScope(
                    "test",
                    bug -> {
                        throw new AssertionError(bug);
                    });

    RealtimePhone(ScriptedRealtimeServer service, CodecType codec, Toolbox tools) throws Exception {
        this(service, codec, tools, Duration.ofSeconds(20), Duration.ofHours(1));
    }

    RealtimePhone(
            ScriptedRealtimeServer service,
            CodecType codec,
            Toolbox tools,
            Duration patience,
            Duration sessionLimit)
            throws Exception {
        this.service = service;
        media =
                MediaServer.start(
                        MediaConfig.defaults()
                                .withPorts(20_000, 29_998)
                                .withCodecs(List.of(codec)));
        phone = media.offer("phone", HERE, new MediaListener() {});
        port = media.answer("agent", HERE, phone.localSdp(), this);
        phone.accept(port.localSdp());
        Thread.ofVirtual().start(this::listen);
        model = new OpenAiRealtime(config(service, patience, sessionLimit));
        this.tools = tools;
        realtime =
                new RealtimeAnswerer(
                        new RealtimeAnswerer.Surroundings(
                                "test", agent(), _ -> tools, port.playout(), port::codec),
                        model,
                        scope,
                        failed::add);
        answerer = realtime;
    }

    /** From now on this mind answers where the realtime model cannot. */
    void standsIn(Mind.Cascade mind) {
        var own =
                new AgentTools(
                        EnumSet.noneOf(BuiltInTool.class),
                        Map.of(),
                        List.of(tools),
                        Optional.empty());
        var second =
                new CascadeAnswerer(
                        "test",
                        mind,
                        new CallTools("test", own, _ -> {}, _ -> false, (_, _) -> {}),
                        agent().repertoire().whileToolsRun(),
                        scope,
                        port.playout(),
                        failed::add);
        answerer = new FallbackAnswerer("test", realtime, second);
    }

    private static RealtimeConfig config(
            ScriptedRealtimeServer service, Duration patience, Duration sessionLimit) {
        return new RealtimeConfig(
                "scripted",
                service.url(),
                "sk-secret-key",
                "gpt-realtime",
                "marin",
                false,
                "",
                service.beta,
                0,
                patience,
                sessionLimit,
                Map.of());
    }

    private static Agent agent() {
        return new Agent(
                "desk",
                Locale.ENGLISH,
                "Be brief.",
                Limits.defaults(),
                new Repertoire(
                        Map.of(
                                Prompt.ONE_MOMENT,
                                line(ONE_MOMENT, 300),
                                Prompt.STILL_WORKING,
                                line(STILL_WORKING, 400)),
                        Map.of()),
                _ -> null,
                new Mind.None(),
                null,
                new Semaphore(1),
                new Answer.Then.HangUp(),
                AgentTools.NONE);
    }

    private static Repertoire.Line line(String text, int millis) {
        var samples = new short[16 * millis];
        return new Repertoire.Line(
                text, Optional.of(PreparedAudio.encode(samples, samples.length)));
    }

    /** Waits until sound reaches the service. */
    void opens() throws InterruptedException {
        service.said("session.update");
        while (service.sounds().isEmpty()) {
            hears(40);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** The caller speaks for so long, each frame full of its own number. */
    void speaks(int millis) {
        answerer.notice(new TurnEvent.SpeechStarted());
        hears(millis);
    }

    void goesOn(int millis) {
        answerer.notice(new TurnEvent.SpeechResumed());
        hears(millis);
    }

    private int frameNumber;

    void hears(int millis) {
        var frame = new HeardFrames.Frame();
        for (int i = 0; i < millis / 20; i++) {
            frame.codesLength = HeardFrames.Frame.CODES;
            frame.law = port.codec().startsWith("PCM") ? port.codec() : "";
            Arrays.fill(frame.codes, (byte) ++frameNumber);
            answerer.hear(frame);
        }
    }

    static List<Message> asks(String words, Message... before) {
        var all = new ArrayList<Message>(List.of(new Message.Instructions("Be brief.")));
        all.addAll(List.of(before));
        all.add(new Message.Caller(words));
        return all;
    }

    /** Sessions given up because the service told too much. */
    long floods() {
        return model.floods();
    }

    /** Barge-in: returns the frames that were heard. */
    int interrupts() throws InterruptedException {
        answerer.abandon();
        port.playout().silence();
        return ended()[1];
    }

    int[] ended() throws InterruptedException {
        int[] over = present(ended.poll(60, TimeUnit.SECONDS));
        answerer.played(over[0], over[1]);
        return over;
    }

    static <T> T present(T happened) {
        if (happened == null) {
            throw new AssertionError("it did not happen");
        }
        return happened;
    }

    /** All the time: what is not taken from the port in time is dropped. */
    private void listen() {
        try {
            var frame = new HeardFrames.Frame();
            while (phone.heard().takeOrWait(frame)) {
                phoneHeard.add(frame);
                frame = new HeardFrames.Frame();
            }
        } catch (InterruptedException _) {
            // The end of the test.
        }
    }

    /**
     * Codes that reach the phone, until so many frames hold one of these numbers: fewer than are
     * sent, for a busy machine loses a packet.
     */
    List<Byte> heardCodes(int frames, byte... wanted) throws InterruptedException {
        var heard = new ArrayList<Byte>();
        while (heard.size() < frames) {
            HeardFrames.Frame frame = present(phoneHeard.poll(60, TimeUnit.SECONDS));
            for (byte one : wanted) {
                if (frame.codesLength > 0 && frame.codes[0] == one && !frame.concealed) {
                    heard.add(one);
                }
            }
        }
        return heard;
    }

    /** Waits until the phone has heard something loud. */
    void hearsSound() throws InterruptedException {
        long sum = 0;
        while (sum < 1_000_000) {
            HeardFrames.Frame frame = present(phoneHeard.poll(60, TimeUnit.SECONDS));
            sum = 0;
            for (short sample : frame.samples) {
                sum += Math.abs(sample);
            }
        }
    }

    @Override
    public void onUtteranceStarted(int utterance, long firstPacketNanos) {
        started.add(utterance);
    }

    @Override
    public void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {
        // At once, as the service is to hear of it; who else has to do with it is told by the test.
        realtime.played(utterance, playedFrames);
        ended.add(new int[] {utterance, playedFrames});
    }

    @Override
    public void close() throws IOException {
        answerer.close();
        scope.close();
        model.close();
        phone.close();
        port.close();
        media.close();
    }
}
