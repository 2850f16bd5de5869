package org.offhook.tests.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.codec.Encoder;

/** CPU of one frame of 20 ms in each codec: the best of many rounds, so that others matter less. */
final class CodecCpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 30;
    private static final int FRAMES = 500;

    private CodecCpu() {}

    public static void main(String[] arguments) {
        for (CodecType codec : CodecType.values()) {
            double encoded = Double.MAX_VALUE;
            double decoded = Double.MAX_VALUE;
            byte[][] payloads = new byte[FRAMES][];
            short[][] frames = frames(codec.sampleRateHz());
            byte[] payload = new byte[Encoder.MAX_PAYLOAD];
            short[] out = new short[codec.sampleRateHz() / 1000 * Decoder.MAX_PACKET_MILLIS];
            try (Encoder encoder = codec.newEncoder();
                    Decoder decoder = codec.newDecoder()) {
                for (int round = 0; round < ROUNDS; round++) {
                    long start = THREADS.getCurrentThreadCpuTime();
                    for (int i = 0; i < FRAMES; i++) {
                        int length = encoder.encode(frames[i], payload, 0);
                        payloads[i] = Arrays.copyOf(payload, length);
                    }
                    long middle = THREADS.getCurrentThreadCpuTime();
                    for (byte[] one : payloads) {
                        decoder.decode(one, one.length, out);
                    }
                    long end = THREADS.getCurrentThreadCpuTime();
                    encoded = Math.min(encoded, (middle - start) / 1e3 / FRAMES);
                    decoded = Math.min(decoded, (end - middle) / 1e3 / FRAMES);
                }
            }
            System.out.printf(
                    "%s: encoded in %.1f µs of CPU a frame, decoded in %.1f%n",
                    codec, encoded, decoded);
        }
    }

    /** Ten seconds of a buzz whose pitch and loudness move. */
    private static short[][] frames(int rateHz) {
        short[][] frames = new short[FRAMES][rateHz / 50];
        double phase = 0;
        int at = 0;
        for (short[] frame : frames) {
            for (int i = 0; i < frame.length; i++) {
                double seconds = at++ / (double) rateHz;
                phase += 2 * Math.PI * (120 + 40 * Math.sin(5 * seconds)) / rateHz;
                double loudness = 4_000 * Math.abs(Math.sin(6 * seconds));
                frame[i] = (short) (loudness * (Math.sin(phase) + Math.sin(7 * phase) / 3));
            }
        }
        return frames;
    }
}
