package org.offhook.agent.local;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Word error rate and time of the recognisers over a folder of clips, clean and as heard through a
 * telephone; see {@link SpeechClips}. No test by its name, so that only this runs it:
 *
 * <pre>mvn -B -q -pl agent -am test -Dtest=RecogniserReport \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Doffhook.speech=FOLDER</pre>
 */
final class RecogniserReport {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final PrintStream out = System.out;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new RecogniserReport().report();
    }

    @Test
    void report() throws IOException, InterruptedException {
        String folder = System.getProperty("offhook.speech");
        if (folder == null) {
            throw new IllegalArgumentException("set -Doffhook.speech to a folder of clips");
        }
        List<SpeechClips.Clip> clips = SpeechClips.in(Path.of(folder));
        for (Moonshine.Size size : Moonshine.Size.values()) {
            try (var moonshine = Moonshine.load(TestModels.fetched(), size)) {
                moonshine.recognise(clips.getFirst().samples(), 16_000, () -> false);
                run(size + " clean", moonshine, clips, false);
                run(size + " telephone", moonshine, clips, true);
            }
        }
    }

    private void run(
            String title, Moonshine moonshine, List<SpeechClips.Clip> clips, boolean telephone)
            throws IOException, InterruptedException {
        var total = new WordErrors(0, 0);
        var wallMillis = new double[clips.size()];
        double seconds = 0;
        long cpuNanos = 0;
        for (int i = 0; i < clips.size(); i++) {
            SpeechClips.Clip clip = clips.get(i);
            short[] heard = telephone ? Telephone.carry(clip.samples()) : clip.samples();
            long cpu = SYSTEM.getProcessCpuTime();
            long wall = System.nanoTime();
            String words = moonshine.recognise(heard, heard.length, () -> false);
            wallMillis[i] = (System.nanoTime() - wall) / 1e6;
            cpuNanos += SYSTEM.getProcessCpuTime() - cpu;
            seconds += heard.length / 16_000.0;
            var errors = WordErrors.between(clip.words(), words);
            total = total.plus(errors);
            if (errors.errors() > 0) {
                out.printf("  %s: \"%s\" for \"%s\"%n", clip.name(), words, clip.words());
            }
        }
        Arrays.sort(wallMillis);
        out.printf(
                "%s: %d errors in %d words = %.1f %%, wall median %.0f ms, CPU %.3f s per s%n",
                title,
                total.errors(),
                total.words(),
                total.percent(),
                wallMillis[clips.size() / 2],
                cpuNanos / 1e9 / seconds);
    }
}
