package org.offhook.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.offhook.agent.local.Moonshine;
import org.offhook.agent.local.SileroVad;
import org.offhook.agent.local.SpeechClips;
import org.offhook.agent.local.TestModels;

/**
 * The turns of {@link PausedTurns} as heard: audio, speech probabilities, and what the recogniser
 * makes of each segment, all kept on disk, so that only the first run is slow.
 */
final class PausedCorpus implements AutoCloseable {
    /** One turn with all that was heard of it. */
    record Item(PausedTurn turn, PausedSpeech speech, float[] probabilities) {
        VoiceActivity activity() {
            return new Replay(probabilities);
        }
    }

    private final Path cache;
    private final Path wordsFile;
    private final Map<String, PauseTrial.Known> known = new HashMap<>();
    private final Moonshine moonshine;

    PausedCorpus(Path cache) throws IOException, InterruptedException {
        this.cache = Files.createDirectories(cache);
        this.wordsFile = cache.resolve("words.tsv");
        this.moonshine = Moonshine.load(TestModels.fetched(), Moonshine.Size.BASE);
        if (Files.exists(wordsFile)) {
            for (String line : Files.readAllLines(wordsFile)) {
                String[] cells = line.split("\t", -1);
                known.put(
                        cells[0], new PauseTrial.Known(cells[2], Long.parseLong(cells[1]) * 1_000));
            }
        }
    }

    /** Speaks what is not spoken yet, and hears it. */
    List<Item> hear(List<PausedTurn> turns) throws IOException, InterruptedException {
        var items = new ArrayList<Item>();
        try (var speakers = Executors.newFixedThreadPool(2);
                SileroVad silero = SileroVad.load(TestModels.fetched())) {
            var spoken = new ArrayList<Future<PausedSpeech>>();
            for (PausedTurn turn : turns) {
                spoken.add(speakers.submit(() -> PausedSpeech.of(turn, cache)));
            }
            for (int i = 0; i < turns.size(); i++) {
                PausedSpeech speech = spoken.get(i).get();
                items.add(new Item(turns.get(i), speech, heard(silero, turns.get(i), speech)));
            }
        } catch (ExecutionException e) {
            throw new IOException("a turn could not be spoken", e.getCause());
        }
        return items;
    }

    private float[] heard(SileroVad silero, PausedTurn turn, PausedSpeech speech)
            throws IOException {
        Path file = cache.resolve("turn-%08x.vad".formatted(turn.hashCode()));
        if (!Files.exists(file)) {
            float[] heard = probabilities(silero, speech.samples());
            var bytes = ByteBuffer.allocate(heard.length * Float.BYTES);
            bytes.asFloatBuffer().put(heard);
            Files.write(file, bytes.array());
        }
        FloatBuffer kept = ByteBuffer.wrap(Files.readAllBytes(file)).asFloatBuffer();
        var all = new float[kept.remaining()];
        kept.get(all);
        return all;
    }

    /** People's own pauses; where they are is told by the loudness alone. */
    List<Item> hearClips(Path folder) throws IOException, InterruptedException {
        var items = new ArrayList<Item>();
        try (SileroVad silero = SileroVad.load(TestModels.fetched())) {
            for (SpeechClips.Clip clip : SpeechClips.in(folder)) {
                var turn =
                        new PausedTurn(
                                10_000 + items.size(),
                                false,
                                "human",
                                "",
                                List.of(clip.words()),
                                List.of(),
                                clip.name(),
                                false,
                                false,
                                false);
                PausedSpeech speech = PausedSpeech.ofClip(clip.samples());
                items.add(new Item(turn, speech, probabilities(silero, speech.samples())));
            }
        }
        return items;
    }

    private static float[] probabilities(SileroVad silero, short[] line) {
        var heard = new ArrayList<Float>();
        try (VoiceActivity activity = silero.open()) {
            VoiceActivity recorder =
                    new VoiceActivity() {
                        @Override
                        public float probability(float[] window) {
                            float probability = activity.probability(window);
                            heard.add(probability);
                            return probability;
                        }

                        @Override
                        public void reset() {}

                        @Override
                        public void close() {}
                    };
            PauseReport.silenceEnds(line, recorder, 3_000);
        }
        var all = new float[heard.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = heard.get(i);
        }
        return all;
    }

    /** Words from disk, or recognised now and kept. */
    PauseTrial.Known words(Speech speech) throws IOException, InterruptedException {
        short[] samples = speech.samples();
        String key = "%08x-%d".formatted(Arrays.hashCode(samples), samples.length);
        PauseTrial.Known before = known.get(key);
        if (before != null) {
            return before;
        }
        long begun = ProcessTime.nanos();
        String words = moonshine.recognise(samples, samples.length, () -> false);
        var result = new PauseTrial.Known(words, ProcessTime.nanos() - begun);
        known.put(key, result);
        Files.writeString(
                wordsFile,
                "%s\t%d\t%s%n".formatted(key, result.nanos() / 1_000, words.replace('\t', ' ')),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return result;
    }

    @Override
    public void close() {
        moonshine.close();
    }

    /** Processor time rather than the clock's: the machine may be busy with other things. */
    private static final class ProcessTime {
        static long nanos() {
            return java.lang.management.ManagementFactory.getThreadMXBean()
                    .getCurrentThreadCpuTime();
        }
    }

    /** Says again what the model said before; the line is the same, so the windows are. */
    private static final class Replay implements VoiceActivity {
        private final float[] probabilities;
        private int next;

        Replay(float[] probabilities) {
            this.probabilities = probabilities;
        }

        @Override
        public float probability(float[] window) {
            return next < probabilities.length ? probabilities[next++] : 0;
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }
}
