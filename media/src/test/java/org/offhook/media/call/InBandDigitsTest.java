package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.G711;
import org.offhook.media.rtp.Packets;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;

/** Keys as telephones send them, near the limits of ITU-T Q.24; and what is none. */
class InBandDigitsTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] LOW = {697, 770, 852, 941};
    private static final double[] HIGH = {1_209, 1_336, 1_477, 1_633};

    /** Peak of 0 dBm0. */
    private static final double ZERO_DBM = 22_826;

    private final Line line = new Line();

    /** What a caller's line carries, at 8 kHz. */
    private static final class Line {
        private final short[] samples = new short[8_000 * 60];
        private int length;
        private final SplittableRandom random = new SplittableRandom(2);

        Line pause(int millis) {
            length += 8 * millis;
            return this;
        }

        Line press(char key, int millis) {
            return press(key, millis, -10, -8, 0);
        }

        Line press(char key, int millis, double lowDbm, double highDbm, double offPercent) {
            int at = KEYS.indexOf(key);
            double stretch = 1 + offPercent / 100;
            double low = LOW[at / 4] * stretch;
            double high = HIGH[at % 4] * stretch;
            double phase = random.nextDouble() * 6;
            for (int i = 0; i < 8 * millis; i++) {
                double t = 2 * Math.PI * i / 8_000;
                double value =
                        amplitude(lowDbm) * Math.sin(low * t + phase)
                                + amplitude(highDbm) * Math.sin(high * t);
                samples[length++] = (short) Math.clamp(Math.round(value), -32_768, 32_767);
            }
            return this;
        }

        Line tone(double hertz, int millis, double dbm) {
            for (int i = 0; i < 8 * millis; i++) {
                double value = amplitude(dbm) * Math.sin(2 * Math.PI * hertz * i / 8_000);
                samples[length++] = (short) Math.round(value);
            }
            return this;
        }

        Line noise(double dbm) {
            double peak = amplitude(dbm) / Math.sqrt(2) * Math.sqrt(3);
            for (int i = 0; i < length; i++) {
                double value = samples[i] + peak * (2 * random.nextDouble() - 1);
                samples[i] = (short) Math.clamp(Math.round(value), -32_768, 32_767);
            }
            return this;
        }

        private static double amplitude(double dbm) {
            return ZERO_DBM * Math.pow(10, dbm / 20);
        }

        /** By µ-law and the product's resampler, in frames, from some place on. */
        String digits(int skip) {
            var detector = new InBandDigits();
            var toWide = new Resampler(8_000, Pcm.RATE_HZ);
            var text = new StringBuilder();
            short[] narrow = new short[160];
            short[] wide = new short[Pcm.FRAME_SAMPLES + 2];
            for (int at = skip; at + 160 <= length; at += 160) {
                for (int i = 0; i < 160; i++) {
                    narrow[i] = G711.MU_LAW.decode(G711.MU_LAW.encode(samples[at + i]));
                }
                toWide.resample(narrow, 160, wide);
                char digit = detector.onFrame(wide);
                if (digit != InBandDigits.NONE) {
                    text.append(digit);
                }
            }
            return text.toString();
        }

        String digits() {
            return digits(0);
        }
    }

    @Test
    void eachKeyIsHeardOnce() {
        line.pause(100);
        for (char key : KEYS.toCharArray()) {
            line.press(key, 100).pause(80);
        }
        assertEquals(KEYS, line.digits());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40, 60, 80, 100, 120, 140})
    void aPressOfFiftyMillisecondsIsHeardWhereverItLiesInTheFrames(int skip) {
        line.pause(100);
        for (char key : KEYS.toCharArray()) {
            line.press(key, 50).pause(50);
        }
        assertEquals(KEYS, line.pause(40).digits(skip));
    }

    @Test
    void oneThatIsShorterThanThirtyMillisecondsIsNone() {
        line.pause(100).press('5', 25).pause(100).press('7', 28).pause(100);
        assertEquals("", line.digits());
    }

    @Test
    void theSameKeyTwiceIsTwoAndALongPressIsOne() {
        line.pause(50).press('7', 60).pause(60).press('7', 60).pause(60).press('0', 5_000);
        assertEquals("770", line.pause(100).digits());
    }

    @Test
    void anInterruptionOfTenMillisecondsDoesNotSplitAPress() {
        line.pause(50).press('4', 80).pause(10).press('4', 80).pause(100);
        assertEquals("4", line.digits());
    }

    @ParameterizedTest
    @CsvSource({
        "-3, -3, 0",
        "-25, -25, 0",
        "-10, -6, 0",
        "-8, -16, 0",
        "-10, -10, 1.5",
        "-10, -10, -1.5",
    })
    void levelsTwistAndMistuningThatTelephonesHave(double low, double high, double percent) {
        line.pause(50);
        for (char key : KEYS.toCharArray()) {
            line.press(key, 80, low, high, percent).pause(70);
        }
        assertEquals(KEYS, line.digits());
    }

    @Test
    void keysAreHeardAboveNoise() {
        line.pause(50);
        for (char key : KEYS.toCharArray()) {
            line.press(key, 80).pause(70);
        }
        assertEquals(KEYS, line.noise(-24).digits());
    }

    @Test
    void oneToneAloneOrTwoOfOneGroupAreNone() {
        for (double hertz : LOW) {
            line.tone(hertz, 200, -10).pause(50);
        }
        for (double hertz : HIGH) {
            line.tone(hertz, 200, -10).pause(50);
        }
        line.tone(440, 500, -10).tone(425, 500, -10).tone(1_100, 500, -10).tone(2_100, 900, -10);
        assertEquals("", line.digits());
    }

    @Test
    void neitherNoiseNorSilenceIsAKey() {
        assertEquals("", line.pause(59_000).noise(-12).digits());
    }

    /**
     * Buzzes with all harmonics, whose pitch glides over what voices have: vowels at their worst.
     */
    @Test
    void harmonicsOfAGlidingVoiceAreNone() {
        double phase = 0;
        for (int i = 0; i < 8_000 * 59; i++) {
            double pitch = 80 + 240 * (0.5 + 0.5 * Math.sin(i / 31_000.0));
            phase += 2 * Math.PI * pitch / 8_000;
            double value = 0;
            for (int harmonic = 1; harmonic * pitch < 3_600; harmonic++) {
                value += Math.sin(harmonic * phase) / harmonic;
            }
            line.samples[line.length++] = (short) (6_000 * value);
        }
        assertEquals("", line.digits());
    }

    @Test
    void aCallHearsTonesWhereItsPeerHasNoTelephoneEvents() {
        line.pause(200).press('5', 100).pause(100).press('#', 100).pause(200);
        VirtualCall without = new VirtualCall(CodecType.PCMU);
        AudioSession usual = AudioSession.of(CodecType.PCMU, VirtualCall.PEER);
        without.agree(
                new AudioSession(
                        CodecType.PCMU,
                        0,
                        usual.receivable(),
                        usual.telephoneEvents(),
                        VirtualCall.PEER,
                        Direction.SENDRECV,
                        null,
                        usual.control(),
                        null));
        VirtualCall with = new VirtualCall(CodecType.PCMU).answered();
        say(without);
        say(with);
        assertEquals(
                List.of("digit 5", "digit #"),
                without.told.stream().map(told -> told.replaceAll("^\\d+ ", "")).toList());
        assertEquals(List.of(), with.told);
    }

    private void say(VirtualCall call) {
        for (int i = 0; (i + 1) * 160 <= line.length; i++) {
            byte[] packet = Packets.bytes(0, i, i * 160, 160, 0);
            for (int j = 0; j < 160; j++) {
                packet[12 + j] = G711.MU_LAW.encode(line.samples[i * 160 + j]);
            }
            call.receives(packet);
            call.runUntil(call.nowMillis + 20);
        }
        call.runUntil(call.nowMillis + 100);
    }
}
