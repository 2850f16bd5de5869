package org.offhook.agent.loudness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.agent.Syllables;
import org.offhook.agent.Voice;

/** A live voice, sentence by sentence. Levels in dBFS and LUFS. */
class LevelledVoiceTest {
    private final Scripted scripted = new Scripted();
    private final LevelledVoice voice = new LevelledVoice(scripted);

    @ParameterizedTest
    @ValueSource(ints = {-33, -28, -21, -15, -12})
    void aQuietAndALoudVoiceAreAlikeFromTheSecondSentenceOn(int level) throws Exception {
        scripted.says = Syllables.speech(100, 2_500, 100, level);
        heard();
        for (int sentence = 2; sentence <= 4; sentence++) {
            short[] out = heard();
            assertEquals(Loudness.TARGET_LUFS, Loudness.of(out, out.length), 1.5);
            assertEquals(scripted.says.length, out.length);
        }
    }

    @Test
    void oneWordIsLevelledAsTheSentencesBeforeIt() throws Exception {
        scripted.says = Syllables.speech(50, 2_500, 50, -31);
        heard();
        scripted.says = Syllables.speech(0, 350, 0, -31);
        short[] word = heard();
        assertEquals(Loudness.TARGET_LUFS, Loudness.of(word, word.length), 1.5);
    }

    @Test
    void theFirstSentenceIsNeverChangedSuddenly() throws Exception {
        scripted.says = tone(3_000, 600);
        short[] out = heard();
        // Loudest slope of the tone at the loudest gain of 12 dB.
        double steepest = 600 * 4 * 2 * Math.PI * 440 / 16_000;
        assertTrue(largestStep(out) <= steepest * 1.02, "step " + largestStep(out));
        assertTrue(rms(out, 44_000, 48_000) > 2.5 * rms(out, 0, 4_000));
    }

    @Test
    void aShoutIsHeldDownWithoutAClick() throws Exception {
        scripted.says = tone(2_000, 700);
        heard();
        short[] shout = tone(2_000, 700);
        short[] loud = tone(2_000, 30_000);
        System.arraycopy(loud, 16_000, shout, 16_000, 8_000);
        scripted.says = shout;
        short[] out = heard();
        int peak = 0;
        for (short sample : out) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertTrue(peak <= Limiter.CEILING + 1, "peak " + peak);
        assertTrue(peak > 0.8 * Limiter.CEILING, "peak " + peak);
        double steepest = Limiter.CEILING * 2 * Math.PI * 440 / 16_000;
        assertTrue(largestStep(out) <= steepest * 1.1, "step " + largestStep(out));
    }

    @Test
    void howTheVoiceCutsItsSpeechDoesNotMatter() throws Exception {
        scripted.says = Syllables.speech(100, 1_500, 100, -30);
        short[] whole = new LevelledVoiceTest().heard(scripted.says, scripted.says.length);
        for (int chunk : new int[] {1, 77, 320, 5_000}) {
            assertArrayEquals(whole, new LevelledVoiceTest().heard(scripted.says, chunk));
        }
    }

    @Test
    void silenceAndNothingStayWhatTheyAreAndTeachNothing() throws Exception {
        scripted.says = new short[0];
        assertEquals(0, heard().length);
        scripted.says = new short[40_000];
        assertArrayEquals(scripted.says, heard());
        scripted.says = Syllables.speech(0, 2_000, 0, -21);
        short[] out = heard();
        assertEquals(Loudness.TARGET_LUFS, Loudness.of(out, out.length), 3);
    }

    @Test
    void aConstantIsNeverRaisedToClippingNorRemembered() throws Exception {
        scripted.says = new short[32_000];
        Arrays.fill(scripted.says, (short) 20_000);
        for (short sample : heard()) {
            assertTrue(sample >= 0 && sample <= Limiter.CEILING + 1, "sample " + sample);
        }
        scripted.says = Syllables.speech(0, 2_500, 0, -26);
        heard();
        short[] out = heard();
        assertEquals(Loudness.TARGET_LUFS, Loudness.of(out, out.length), 1.5);
    }

    @Test
    void aListenerWhoHasEnoughEndsIt() throws Exception {
        scripted.says = Syllables.speech(0, 2_000, 0, -21);
        int[] calls = {0};
        voice.speak("Hello.", (_, _) -> ++calls[0] < 3);
        assertEquals(3, calls[0]);
    }

    @Test
    void aFailureIsPassedOnAndWhatWasHeardIsRemembered() throws Exception {
        scripted.says = Syllables.speech(0, 2_500, 0, -31);
        scripted.failure = new IOException("acme: gone");
        assertEquals("acme: gone", assertThrows(IOException.class, this::heard).getMessage());
        scripted.failure = null;
        short[] out = heard();
        assertEquals(Loudness.TARGET_LUFS, Loudness.of(out, out.length), 1.5);
    }

    @Test
    void allElseIsTheVoicesOwn() {
        assertEquals("scripted/1", voice.id());
        voice.warmUp();
        assertTrue(scripted.warm);
        assertFalse(scripted.closed);
        voice.close();
        assertTrue(scripted.closed);
    }

    private short[] heard(short[] says, int chunk) throws Exception {
        scripted.says = says;
        scripted.chunk = chunk;
        return heard();
    }

    private short[] heard() throws IOException, InterruptedException {
        var heard = new short[scripted.says.length + 1_000];
        int[] length = {0};
        voice.speak(
                "Hello.",
                (samples, count) -> {
                    System.arraycopy(samples, 0, heard, length[0], count);
                    length[0] += count;
                    return true;
                });
        return Arrays.copyOf(heard, length[0]);
    }

    private static short[] tone(int millis, int amplitude) {
        short[] samples = new short[millis * 16];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.rint(amplitude * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }
        return samples;
    }

    private static int largestStep(short[] samples) {
        int largest = 0;
        for (int i = 1; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
        }
        return largest;
    }

    private static double rms(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    private static final class Scripted implements Voice {
        private short[] says = {};
        private int chunk = 480;
        private IOException failure;
        private boolean warm;
        private boolean closed;

        @Override
        public void speak(String text, Sink sink) throws IOException, InterruptedException {
            for (int at = 0; at < says.length; at += chunk) {
                int length = Math.min(chunk, says.length - at);
                if (!sink.accept(Arrays.copyOfRange(says, at, at + length), length)) {
                    return;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public String id() {
            return "scripted/1";
        }

        @Override
        public void warmUp() {
            warm = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
