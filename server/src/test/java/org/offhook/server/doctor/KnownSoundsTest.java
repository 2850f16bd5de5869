package org.offhook.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.agent.answering.Tone;
import org.offhook.agent.answering.ToneDetector;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.codec.Encoder;

/** What one end sings the other knows, and nothing else. */
class KnownSoundsTest {
    private static final int HALF_A_SECOND = Pcm.RATE_HZ / 2;

    private static List<Tone> heard(short[] samples) {
        var ear = new ToneDetector();
        var tones = new ArrayList<Tone>();
        short[] padded = Arrays.copyOf(samples, samples.length + HALF_A_SECOND);
        for (int at = 0; at + Pcm.FRAME_SAMPLES <= padded.length; at += Pcm.FRAME_SAMPLES) {
            ear.onFrame(Arrays.copyOfRange(padded, at, at + Pcm.FRAME_SAMPLES))
                    .ifPresent(tones::add);
        }
        return tones;
    }

    private static String keys(short[] samples) {
        var ear = new KeyTones();
        var keys = new StringBuilder();
        for (int at = 0; at + Pcm.FRAME_SAMPLES <= samples.length; at += Pcm.FRAME_SAMPLES) {
            ear.onFrame(Arrays.copyOfRange(samples, at, at + Pcm.FRAME_SAMPLES))
                    .ifPresent(keys::append);
        }
        return keys.toString();
    }

    @Test
    void eachEndKnowsTheOthersNotesFromItsOwn() {
        List<Tone> caller = heard(KnownSounds.notes(KnownSounds.OF_CALLER));
        List<Tone> called = heard(KnownSounds.notes(KnownSounds.OF_CALLED));
        assertTrue(KnownSounds.isIn(caller, KnownSounds.OF_CALLER), caller::toString);
        assertTrue(KnownSounds.isIn(called, KnownSounds.OF_CALLED), called::toString);
        assertFalse(KnownSounds.isIn(caller, KnownSounds.OF_CALLED), caller::toString);
        assertFalse(KnownSounds.isIn(called, KnownSounds.OF_CALLER), called::toString);
    }

    @Test
    void halfOfItAndNoiseAreNotIt() {
        short[] notes = KnownSounds.notes(KnownSounds.OF_CALLER);
        var half = heard(Arrays.copyOf(notes, notes.length / 2));
        assertFalse(KnownSounds.isIn(half, KnownSounds.OF_CALLER));
        var random = new Random(5);
        short[] noise = new short[notes.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (3_000 * random.nextGaussian());
        }
        assertFalse(KnownSounds.isIn(heard(noise), KnownSounds.OF_CALLER));
        assertEquals("", keys(noise));
    }

    @Test
    void everyKeyIsHeardOnce() {
        String all = "1234567890*#ABCD";
        assertEquals(all, keys(KnownSounds.keys(all)));
        assertEquals("", keys(KnownSounds.notes(KnownSounds.OF_CALLER)));
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void notesAndKeysSurviveEachCodec(CodecType codec) {
        short[] notes = through(codec, KnownSounds.notes(KnownSounds.OF_CALLED));
        assertTrue(KnownSounds.isIn(heard(notes), KnownSounds.OF_CALLED), codec::toString);
        assertEquals("4682", keys(through(codec, KnownSounds.keys("4682"))), codec::toString);
    }

    private static short[] through(CodecType codec, short[] samples) {
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            short[] in = resampled(samples, Pcm.RATE_HZ, encoder.sampleRateHz());
            int frame = encoder.sampleRateHz() / 50;
            short[] out = new short[in.length / frame * (decoder.sampleRateHz() / 50)];
            short[] some = new short[decoder.sampleRateHz()];
            byte[] payload = new byte[Encoder.MAX_PAYLOAD];
            int filled = 0;
            for (int at = 0; at + frame <= in.length; at += frame) {
                int length = encoder.encode(Arrays.copyOfRange(in, at, at + frame), payload, 0);
                int count = decoder.decode(payload, length, some);
                System.arraycopy(some, 0, out, filled, count);
                filled += count;
            }
            return resampled(out, decoder.sampleRateHz(), Pcm.RATE_HZ);
        }
    }

    private static short[] resampled(short[] in, int fromHz, int toHz) {
        if (fromHz == toHz) {
            return in;
        }
        var resampler = new Resampler(fromHz, toHz);
        short[] out = new short[resampler.mostOut(in.length)];
        return Arrays.copyOf(out, resampler.resample(in, in.length, out));
    }
}
