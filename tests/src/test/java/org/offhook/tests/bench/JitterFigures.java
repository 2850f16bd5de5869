package org.offhook.tests.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.call.CallAudio;
import org.offhook.media.call.PacketSink;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;

/**
 * What the jitter buffer makes of a line: the share of frames that are concealed, and how long
 * audio waits beyond the fastest packet's way. Beside it a buffer of fixed 60 ms on the same
 * packets. In virtual time, on the lines of {@link JitterLine} and {@link JitterTrace}, the same
 * ones in every run.
 */
final class JitterFigures {
    private static final long MILLI = 1_000_000;
    private static final long FIXED_NANOS = 60 * MILLI;
    private static final InetSocketAddress PEER =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 4_000);
    private static final PacketSink NOWHERE = (packet, length) -> {};

    private JitterFigures() {}

    /** Share from 0 to 1, delays in ms. */
    private record Figures(double concealed, double meanDelay, double delay95) {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "line              | lost | concealed, mean and p95 delay | fixed 60 ms");
        for (JitterLine line : JitterLine.values()) {
            print(line.words(), line.packets());
        }
        System.out.println("recorded:");
        for (JitterTrace trace : JitterTrace.values()) {
            print(trace.words(), trace.packets());
        }
    }

    private static void print(String words, JitterLine.Packet[] packets) throws Exception {
        Figures ours = adaptive(packets);
        Figures fixed = fixed(packets);
        long lost = Arrays.stream(packets).filter(JitterLine.Packet::isLost).count();
        System.out.printf(
                "%-17s | %4.1f %% | %5.2f %%, %3.0f, %3.0f ms | %5.2f %%, %3.0f ms%n",
                words,
                100.0 * lost / packets.length,
                100 * ours.concealed,
                ours.meanDelay,
                ours.delay95,
                100 * fixed.concealed,
                fixed.meanDelay);
    }

    private static Figures adaptive(JitterLine.Packet[] packets) throws InterruptedException {
        JitterLine.Packet[] coming = inOrderOfArrival(packets);
        Map<Long, Long> sentAt = new HashMap<>();
        long fastest = fastest(packets);
        long until = coming[coming.length - 1].arrivalNanos();
        double[] delays = new double[packets.length + 200];
        int played = 0;
        int frames = 0;
        int concealed = 0;
        try (var call =
                new CallAudio(MediaConfig.defaults(), new MediaListener() {}, 1, 0, () -> {})) {
            AudioSession session = AudioSession.of(CodecType.PCMU, PEER);
            call.agree(session);
            call.negotiated(session, 0);
            var frame = new HeardFrames.Frame();
            int next = 0;
            for (long now = 0; now <= until; now += MILLI) {
                long arrival = now;
                for (; next < coming.length && coming[next].arrivalNanos() <= now; next++) {
                    byte[] packet = coming[next].rtp();
                    sentAt.put(arrival, coming[next].sentNanos());
                    // One nanosecond apart: by its arrival a packet is known again.
                    call.onPacket(packet, packet.length, arrival++);
                }
                call.tick(now, NOWHERE);
                while (call.heard().available() > 0) {
                    call.heard().takeOrWait(frame);
                    frames++;
                    if (frame.concealed) {
                        concealed++;
                    } else {
                        long sent = sentAt.get(frame.receivedNanos);
                        delays[played++] = (now - sent - fastest) / 1e6;
                    }
                }
            }
        }
        return figures((double) concealed / frames, Arrays.copyOf(delays, played));
    }

    /** Plays each packet 60 ms after the first would have come, at the sender's pace. */
    private static Figures fixed(JitterLine.Packet[] packets) {
        long start = packets[0].arrivalNanos() + FIXED_NANOS;
        long fastest = fastest(packets);
        int concealed = 0;
        double[] delays = new double[packets.length];
        int played = 0;
        for (int i = 0; i < packets.length; i++) {
            long due = start + i * CallAudio.FRAME_NANOS;
            if (packets[i].isLost() || packets[i].arrivalNanos() > due) {
                concealed++;
            } else {
                delays[played++] = (due - packets[i].sentNanos() - fastest) / 1e6;
            }
        }
        return figures((double) concealed / packets.length, Arrays.copyOf(delays, played));
    }

    private static Figures figures(double concealed, double[] delays) {
        double mean = Arrays.stream(delays).average().orElse(0);
        Arrays.sort(delays);
        return new Figures(concealed, mean, delays[(int) (delays.length * 0.95)]);
    }

    private static JitterLine.Packet[] inOrderOfArrival(JitterLine.Packet[] packets) {
        return Arrays.stream(packets)
                .filter(packet -> !packet.isLost())
                .sorted((a, b) -> Long.compare(a.arrivalNanos(), b.arrivalNanos()))
                .toArray(JitterLine.Packet[]::new);
    }

    private static long fastest(JitterLine.Packet[] packets) {
        return Arrays.stream(packets)
                .filter(packet -> !packet.isLost())
                .mapToLong(packet -> packet.arrivalNanos() - packet.sentNanos())
                .min()
                .orElseThrow();
    }
}
