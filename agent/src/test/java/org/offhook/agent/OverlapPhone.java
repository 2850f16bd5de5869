package org.offhook.agent;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.offhook.media.codec.G711;

/**
 * The caller's telephone in virtual time: plays what comes, leaks some of it back, and sends what
 * its microphone hears, in packets of µ-law of 20 ms (RFC 3551).
 */
final class OverlapPhone {
    static final int FRAME_SAMPLES = 160;
    private static final int HEADER_BYTES = 12;
    private static final int SAMPLES_PER_MILLI = 8;
    private static final int LONGEST_MILLIS = 40_000;

    /** A frame this far below the loudest of a sound is not its beginning yet. */
    private static final double VOICED_SHARE = 0.01;

    private final Overlap overlap;
    private final SplittableRandom random;
    private final double floor;
    private final double[] ear = new double[LONGEST_MILLIS * SAMPLES_PER_MILLI];
    private final int firstVoicedSample;
    private int earFilled;
    private int soundAt = -1;
    private int sent;
    private double speaker;
    private double bass;
    private long firstVoicedNanos;

    OverlapPhone(Overlap overlap) {
        this.overlap = overlap;
        this.random = new SplittableRandom(overlap.seed());
        this.floor = 32_768 * Math.pow(10, random.nextDouble(-68, -56) / 20);
        this.firstVoicedSample = firstVoiced(overlap.sound());
    }

    private static int firstVoiced(short[] sound) {
        double loudest = 0;
        for (int at = 0; at < sound.length; at += FRAME_SAMPLES / 2) {
            loudest = Math.max(loudest, energy(sound, at));
        }
        int at = 0;
        while (at < sound.length && energy(sound, at) < VOICED_SHARE * loudest) {
            at += FRAME_SAMPLES / 2;
        }
        return at;
    }

    private static double energy(short[] sound, int at) {
        double sum = 0;
        for (int i = at; i < Math.min(sound.length, at + FRAME_SAMPLES / 2); i++) {
            sum += (double) sound[i] * sound[i];
        }
        return sum;
    }

    /** A packet came from the agent: it is heard at once, or after those before it. */
    void hear(byte[] packet, long nowNanos) {
        int now = (int) (nowNanos / 1_000_000) * SAMPLES_PER_MILLI;
        int at = Math.max(earFilled, now);
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            ear[at + i] = G711.MU_LAW.decode(packet[HEADER_BYTES + i]);
        }
        earFilled = at + FRAME_SAMPLES;
    }

    /** The sound begins with the next packet. */
    void begin() {
        soundAt = 0;
    }

    boolean isOver() {
        return soundAt >= overlap.sound().length;
    }

    /** When the packet left that holds the beginning of the sound; 0 before. */
    long firstVoicedNanos() {
        return firstVoicedNanos;
    }

    /** The packet of the 20 ms that end now. */
    byte[] speak(long nowNanos) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + FRAME_SAMPLES);
        packet.put((byte) 0x80).put((byte) 0).putShort((short) sent);
        packet.putInt(sent * FRAME_SAMPLES).putInt(4_711);
        sent++;
        int begin = (int) (nowNanos / 1_000_000) * SAMPLES_PER_MILLI - FRAME_SAMPLES;
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            double sample = floor * random.nextGaussian() + echo(begin + i);
            if (soundAt >= 0 && soundAt < overlap.sound().length) {
                if (soundAt >= firstVoicedSample && firstVoicedNanos == 0) {
                    firstVoicedNanos = nowNanos;
                }
                sample += overlap.sound()[soundAt++];
            }
            packet.put(G711.MU_LAW.encode((short) Math.clamp(sample, -32_768, 32_767)));
        }
        return packet.array();
    }

    private double echo(int at) {
        if (overlap.echo() == null) {
            return 0;
        }
        int source = at - overlap.echo().delayMillis() * SAMPLES_PER_MILLI;
        double heard = source < 0 ? 0 : ear[source];
        if (overlap.echo().filtered()) {
            // A small loudspeaker: nothing below 400 Hz, little above 2 kHz.
            speaker += 0.7 * (heard - speaker);
            bass += 0.25 * (speaker - bass);
            heard = 1.6 * (speaker - bass);
        }
        double loss = Math.pow(10, -overlap.echo().lossDb() / 20.0);
        double sample = heard * loss;
        return overlap.echo().filtered()
                ? G711.MU_LAW.decode(G711.MU_LAW.encode((short) sample))
                : sample;
    }
}
