package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.cache.Answer;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaPort;
import org.offhook.media.MediaServer;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.codec.CodecType;

/** What a network plays before anybody answers, over real RTP on loopback. */
@Timeout(600)
class EarlyMediaTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** The words of whatever is said. */
    private volatile String words = "";

    private final Inbox inbox = new Inbox();
    private final LinkedBlockingQueue<Exception> bugs = new LinkedBlockingQueue<>();
    private final CallScope scope = new CallScope("test", bugs::add);
    private MediaServer media;
    private MediaPort ours;
    private MediaPort network;
    private EarlyMedia early;

    @BeforeEach
    void open() throws Exception {
        media =
                MediaServer.start(
                        MediaConfig.defaults()
                                .withPorts(20_000, 29_998)
                                .withCodecs(List.of(CodecType.PCMU)));
        ours = media.offer("ours", HERE, new MediaListener() {});
        network = media.answer("network", HERE, ours.localSdp(), new MediaListener() {});
        Ears ears = new Ears(Tone.Activity::new, null);
        early = new EarlyMedia("test", agent(), ours, ears, scope, inbox);
    }

    @AfterEach
    void close() throws Exception {
        early.close();
        scope.close();
        ours.close();
        network.close();
        media.close();
        assertTrue(bugs.isEmpty(), bugs::toString);
    }

    private Agent agent() {
        return new Agent(
                "caller",
                Locale.ENGLISH,
                "",
                Limits.defaults(),
                new SimulatedRepertoire().repertoire(),
                _ -> null,
                new Mind.None(),
                new ScriptedEars(_ -> words),
                new Semaphore(1),
                new Answer.Then.HangUp(),
                AgentTools.NONE);
    }

    private void play(short[] samples) {
        network.playout()
                .play(network.playout().begin(), PreparedAudio.encode(samples, samples.length));
    }

    private static short[] tone(int hz, int millis) {
        var samples = new short[millis * Pcm.RATE_HZ / 1_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (6_000 * Math.sin(2 * Math.PI * hz * i / Pcm.RATE_HZ));
        }
        return samples;
    }

    private static short[] joined(short[]... parts) {
        var all = new short[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Listens as a call does that waits for an answer. */
    private boolean announcesWithin(int seconds) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (endNanos - System.nanoTime() > 0) {
            if (inbox.poll(10_000_000)
                    instanceof Inbox.Item.Turn(TurnEvent.Understood(int attempt, Heard heard))) {
                early.onUnderstood(attempt, heard);
            }
            if (early.announces(System.nanoTime())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theThreeTonesOfTheNetworkAreAnAnnouncement() throws Exception {
        assertFalse(early.isHeard());
        assertFalse(early.announces(System.nanoTime()));
        early.begin(network.localSdp());
        assertTrue(early.isHeard());
        short[] information = joined(tone(950, 330), tone(1_400, 330), tone(1_800, 330));
        // A busy machine may tear a hole into a tone; networks repeat themselves, too.
        short[] silence = new short[Pcm.RATE_HZ];
        play(joined(information, silence, information, silence, information, silence));
        assertTrue(announcesWithin(30));
    }

    @Test
    void wordsOfTheNetworkAreAnAnnouncementAndThoseOfWhoConnectsAreNot() throws Exception {
        early.begin(network.localSdp());
        words = "Please hold while we connect you.";
        play(joined(Tone.voice(2_500), new short[2 * Pcm.RATE_HZ]));
        assertFalse(announcesWithin(6));
        words = "The number you have dialed is not in service.";
        play(joined(Tone.voice(2_500), new short[2 * Pcm.RATE_HZ]));
        assertTrue(announcesWithin(30));
    }

    @Test
    void theAnswerThatFollowsIsTakenToo() throws Exception {
        early.begin(network.localSdp());
        ours.accept(network.localSdp());
        assertEquals("PCMU", ours.codec());
        play(Tone.voice(1_000));
        var frame = new HeardFrames.Frame();
        assertTrue(ours.heard().takeOrWait(frame));
    }
}
