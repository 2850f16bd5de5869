package org.offhook.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;
import org.offhook.agent.local.SileroVad;
import org.offhook.agent.local.TestModels;

/** The real models behind the scripted overlaps. Thread-safe. */
final class OverlapModels implements AutoCloseable {
    /** The cache's decision behind the words: docs/benchmarks.md has p50 1.7, p99 2.6 ms. */
    private static final long LOOKUP_NANOS = 2_000_000;

    private static final long EVEN_NANOS = 70_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SileroVad silero;
    private final Moonshine moonshine;

    private OverlapModels(SileroVad silero, Moonshine moonshine) {
        this.silero = silero;
        this.moonshine = moonshine;
    }

    static OverlapModels load() throws IOException, InterruptedException {
        ModelFiles files = TestModels.fetched();
        return new OverlapModels(SileroVad.load(files), Moonshine.load(files, Moonshine.Size.BASE));
    }

    OverlapCall.Outcome run(Overlap overlap) {
        return run(overlap, this::words);
    }

    /** With a recognition that always takes as long, so that each run is the same. */
    OverlapCall.Outcome runEvenly(Overlap overlap) {
        return run(
                overlap,
                speech -> new OverlapCall.Words.Answered(words(speech).words(), EVEN_NANOS));
    }

    private OverlapCall.Outcome run(Overlap overlap, OverlapCall.Words words) {
        try (VoiceActivity activity = silero.open()) {
            return OverlapCall.run(overlap, activity, words);
        }
    }

    /** What is recognised in a recording. */
    String words(short[] samples) {
        return words(new Speech(samples, samples.length / 16, 1)).words();
    }

    /** The time is the CPU's: a machine that is busy with something else does not count. */
    private OverlapCall.Words.Answered words(Speech speech) {
        try {
            long begin = THREADS.getCurrentThreadCpuTime();
            String words =
                    moonshine.recognise(speech.samples(), speech.samples().length, () -> false);
            long nanos = THREADS.getCurrentThreadCpuTime() - begin;
            return new OverlapCall.Words.Answered(words, nanos + LOOKUP_NANOS);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        moonshine.close();
        silero.close();
    }
}
