package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.offhook.agent.VoiceActivity;

class SileroVadTest {
    private static SileroVad silero;
    private static float[] speech;

    @BeforeAll
    static void load() throws Exception {
        silero = SileroVad.load(TestModels.fetched());
        short[] wide = SpeechClips.in(MoonshineTest.speech()).get(0).samples();
        short[] narrow = Telephone.throughMuLaw(Telephone.down(wide));
        speech = new float[narrow.length];
        for (int i = 0; i < narrow.length; i++) {
            speech[i] = narrow[i] / 32_768f;
        }
    }

    @AfterAll
    static void close() {
        silero.close();
    }

    @Test
    void aCallerIsSpeech() {
        float[] heard = probabilities(speech);
        int windows = 0;
        for (float probability : heard) {
            windows += probability > 0.5 ? 1 : 0;
        }
        assertTrue(windows > heard.length / 2, windows + " of " + heard.length);
    }

    @Test
    void silenceIsNoSpeech() {
        for (float probability : probabilities(new float[8_000])) {
            assertTrue(probability < 0.3, () -> "silence is speech: " + probability);
        }
    }

    @Test
    void lineNoiseIsNoSpeech() {
        var random = new Random(7);
        var noise = new float[8_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (random.nextGaussian() * 0.01);
        }
        for (float probability : probabilities(noise)) {
            assertTrue(probability < 0.5, () -> "noise is speech: " + probability);
        }
    }

    @Test
    void resetForgetsTheAudioSoFar() {
        try (VoiceActivity call = silero.open()) {
            float[] once = probabilities(call, speech);
            call.reset();
            assertArrayEquals(once, probabilities(call, speech));
        }
    }

    @Test
    void callsDoNotHearEachOther() {
        try (VoiceActivity one = silero.open();
                VoiceActivity other = silero.open()) {
            probabilities(other, speech);
            assertArrayEquals(probabilities(speech), probabilities(one, speech));
        }
    }

    @Test
    void aWindowOfTheWrongLengthIsOurFault() {
        try (VoiceActivity call = silero.open()) {
            assertThrows(IllegalArgumentException.class, () -> call.probability(new float[512]));
        }
    }

    @Test
    void aWindowLeavesLittleForTheCollector() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var window = new float[VoiceActivity.WINDOW_SAMPLES];
        int windows = 1_000;
        try (VoiceActivity call = silero.open()) {
            call.probability(window);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < windows; i++) {
                call.probability(window);
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / windows;
            assertTrue(each < 2_048, () -> each + " bytes a window");
        }
    }

    private static float[] probabilities(float[] samples) {
        try (VoiceActivity call = silero.open()) {
            return probabilities(call, samples);
        }
    }

    private static float[] probabilities(VoiceActivity call, float[] samples) {
        var window = new float[VoiceActivity.WINDOW_SAMPLES];
        var found = new float[samples.length / window.length];
        for (int i = 0; i < found.length; i++) {
            System.arraycopy(samples, i * window.length, window, 0, window.length);
            found[i] = call.probability(window);
        }
        return found;
    }
}
