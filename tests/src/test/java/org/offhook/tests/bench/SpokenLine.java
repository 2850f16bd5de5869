package org.offhook.tests.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.Pcm;
import org.offhook.media.call.CallAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;

/**
 * A telephone line in virtual time: speech with noise as PCMU packets, each up to 15 ms late, some
 * lost, into the product's media, whose jitter buffer and concealment make of it what the agent
 * hears.
 *
 * @param lossPercent of the packets that never arrive, each by itself
 * @param noiseDbfs level of the white noise behind the speech
 */
record SpokenLine(int lossPercent, int noiseDbfs) {
    private static final long MS = 1_000_000;
    private static final int LEAD_MILLIS = 500;
    private static final int TAIL_MILLIS = 700;
    private static final int SAMPLES = 160;
    private static final int MOST_LATE_MILLIS = 15;

    /** Of what is before and after the words, so much is recognised: as the product's cut does. */
    private static final int MARGIN_MILLIS = 200;

    private record Arrival(long atNanos, byte[] packet) {}

    /** What is heard of the words, as in {@link Pcm}: the part from just before to just after. */
    short[] heard(Sound words, long seed) throws InterruptedException {
        var random = new SplittableRandom(seed);
        int millis = LEAD_MILLIS + (int) words.length().toMillis() + TAIL_MILLIS;
        var arrivals = packets(words, millis / 20, random);
        var peer = new InetSocketAddress("127.0.0.1", 4000);
        var frames = new ArrayList<short[]>();
        try (var audio =
                new CallAudio(MediaConfig.defaults(), new MediaListener() {}, seed, MS, () -> {})) {
            audio.negotiated(AudioSession.of(CodecType.PCMU, peer), MS);
            var frame = new HeardFrames.Frame();
            for (long now = MS; now < (millis + 300) * MS; now += MS) {
                while (!arrivals.isEmpty() && arrivals.peek().atNanos() <= now) {
                    byte[] packet = arrivals.poll().packet();
                    audio.onPacket(packet, packet.length, now);
                }
                audio.tick(now, (packet, length) -> {});
                while (audio.heard().available() > 0 && audio.heard().takeOrWait(frame)) {
                    frames.add(frame.samples.clone());
                }
            }
        }
        return words(frames, millis);
    }

    private PriorityQueue<Arrival> packets(Sound words, int count, SplittableRandom random) {
        double noise = 32_768 * Math.pow(10, noiseDbfs / 20.0);
        var arrivals = new PriorityQueue<Arrival>((a, b) -> Long.compare(a.atNanos, b.atNanos));
        short[] said = words.samples();
        for (int i = 0; i < count; i++) {
            var packet = new byte[12 + SAMPLES];
            ByteBuffer.wrap(packet)
                    .putShort((short) 0x8000)
                    .putShort((short) i)
                    .putInt(i * SAMPLES);
            for (int j = 0; j < SAMPLES; j++) {
                int at = i * SAMPLES + j - LEAD_MILLIS * 8;
                double sample = noise * random.nextGaussian();
                sample += at >= 0 && at < said.length ? said[at] : 0;
                packet[12 + j] = Ulaw.encode(Math.clamp(Math.round(sample), -32_768, 32_767));
            }
            // The first one begins the stream, and is silence anyway.
            boolean lost = random.nextInt(100) < lossPercent && i > 0;
            long late = random.nextLong(MOST_LATE_MILLIS * MS);
            if (!lost) {
                arrivals.add(new Arrival(MS + i * 20 * MS + late, packet));
            }
        }
        return arrivals;
    }

    /** The stream that was heard is some frames longer than what was sent: its buffer's delay. */
    private static short[] words(List<short[]> frames, int sentMillis) {
        short[] all = new short[frames.size() * Pcm.FRAME_SAMPLES];
        for (int i = 0; i < frames.size(); i++) {
            System.arraycopy(frames.get(i), 0, all, i * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
        }
        int perMilli = Pcm.RATE_HZ / 1000;
        int from = (LEAD_MILLIS - MARGIN_MILLIS) * perMilli;
        int to = (sentMillis - TAIL_MILLIS + MARGIN_MILLIS + 60) * perMilli;
        return Arrays.copyOfRange(all, Math.min(from, all.length), Math.min(to, all.length));
    }

    @Override
    public String toString() {
        return "%d %% lost, noise %d dBFS".formatted(lossPercent, noiseDbfs);
    }
}
