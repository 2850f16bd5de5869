package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;

class MoonshineTest {
    private static Moonshine base;
    private static Moonshine tiny;
    private static List<SpeechClips.Clip> clips;

    @BeforeAll
    static void load() throws Exception {
        ModelFiles files = TestModels.fetched();
        base = Moonshine.load(files, Moonshine.Size.BASE);
        tiny = Moonshine.load(files, Moonshine.Size.TINY);
        clips = SpeechClips.in(speech());
    }

    static Path speech() throws URISyntaxException {
        return Path.of(MoonshineTest.class.getResource("/speech").toURI());
    }

    @AfterAll
    static void close() {
        base.close();
        tiny.close();
    }

    @Test
    void baseHearsAReader() throws Exception {
        assertEquals(0, errorsOf(base, false).errors());
    }

    @Test
    void baseHearsACaller() throws Exception {
        assertTrue(errorsOf(base, true).errors() <= 1);
    }

    @Test
    void tinyHearsACallerAlmostAsWell() throws Exception {
        assertTrue(errorsOf(tiny, true).errors() <= 3);
    }

    @Test
    void nothingSaidIsNothingHeard() throws Exception {
        assertEquals("", base.recognise(new short[0], 0, () -> false));
    }

    @Test
    void theShortestSegmentIsNoFault() throws Exception {
        base.recognise(new short[] {100}, 1, () -> false);
    }

    @Test
    void onlyTheGivenLengthIsHeard() throws Exception {
        short[] twice = new short[2 * clips.get(0).samples().length];
        int length = clips.get(0).samples().length;
        System.arraycopy(clips.get(0).samples(), 0, twice, 0, length);
        System.arraycopy(clips.get(0).samples(), 0, twice, length, length);
        assertEquals(
                hear(base, clips.get(0).samples()), base.recognise(twice, length, () -> false));
    }

    @Test
    void anAbandonedSegmentGivesWhatThereIs() throws Exception {
        var asked = new AtomicInteger();
        short[] samples = clips.get(1).samples();
        String some = base.recognise(samples, samples.length, () -> asked.incrementAndGet() > 5);
        assertTrue(hear(base, samples).startsWith(some) && !some.isEmpty(), some);
        assertEquals(6, asked.get());
    }

    @Test
    void interruptionEndsIt() {
        short[] samples = clips.get(0).samples();
        assertThrows(
                InterruptedException.class,
                () ->
                        tiny.recognise(
                                samples,
                                samples.length,
                                () -> {
                                    Thread.currentThread().interrupt();
                                    return false;
                                }));
    }

    @Test
    void noiseIsNoEndlessStory() throws Exception {
        var random = new Random(7);
        var noise = new short[3 * Pcm.RATE_HZ];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 3_000);
        }
        String heard = hear(tiny, noise);
        assertTrue(WordErrors.words(heard).size() <= Moonshine.tokenLimit(noise.length), heard);
    }

    @Test
    void aMonologueIsHeardInPieces() throws Exception {
        short[] sentence = clips.get(1).samples();
        int pause = 8_000;
        int rounds = Moonshine.MOST_SAMPLES / (sentence.length + pause) + 1;
        var monologue = new short[rounds * (sentence.length + pause)];
        for (int round = 0; round < rounds; round++) {
            int at = round * (sentence.length + pause);
            System.arraycopy(sentence, 0, monologue, at, sentence.length);
        }
        long words = WordErrors.words(hear(tiny, monologue)).size();
        assertTrue(words > rounds * 6L, () -> words + " words in " + rounds + " sentences");
    }

    @Test
    void manyAreHeardAtOnce() throws Exception {
        String alone = hear(tiny, clips.get(0).samples());
        try (var threads = Executors.newFixedThreadPool(3)) {
            Callable<String> one = () -> hear(tiny, clips.get(0).samples());
            for (Future<String> heard : threads.invokeAll(List.of(one, one, one, one, one, one))) {
                assertEquals(alone, heard.get());
            }
        }
    }

    private static WordErrors errorsOf(Moonshine moonshine, boolean telephone) throws Exception {
        var total = new WordErrors(0, 0);
        for (SpeechClips.Clip clip : clips) {
            short[] heard = telephone ? Telephone.carry(clip.samples()) : clip.samples();
            total = total.plus(WordErrors.between(clip.words(), hear(moonshine, heard)));
        }
        return total;
    }

    private static String hear(Moonshine moonshine, short[] samples) throws Exception {
        return moonshine.recognise(samples, samples.length, () -> false);
    }
}
