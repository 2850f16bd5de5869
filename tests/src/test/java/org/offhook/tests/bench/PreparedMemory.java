package org.offhook.tests.bench;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;

/**
 * Many prepared answers of 5 s each, as files that are mapped: time to store and to map them all,
 * heap, and what playing costs. The files are removed at the end.
 */
final class PreparedMemory {
    private static final int SECONDS = 5;
    private static final int PLAYED = 2_000;
    private static final double MEGABYTE = 1024.0 * 1024;

    private PreparedMemory() {}

    public static void main(String[] arguments) throws Exception {
        int answers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        Path folder = Files.createTempDirectory("prepared");
        try {
            long storing = System.nanoTime();
            PreparedAudio one = speechLike();
            for (int i = 0; i < answers; i++) {
                one.store(file(folder, i), key(i));
            }
            long fileBytes = Files.size(file(folder, 0));
            System.out.printf(
                    "%d answers of %d s, %.0f kB each, %.0f MB; stored in %.2f ms each%n",
                    answers,
                    SECONDS,
                    fileBytes / 1024.0,
                    answers * fileBytes / MEGABYTE,
                    (System.nanoTime() - storing) / 1e6 / answers);
            measure(folder, answers, fileBytes);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void measure(Path folder, int answers, long fileBytes) throws Exception {
        long heapBefore = heap();
        long mapping = System.nanoTime();
        List<PreparedAudio> all = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            all.add(PreparedAudio.map(file(folder, i), key(i)));
        }
        double millis = (System.nanoTime() - mapping) / 1e6;
        System.out.printf(
                "mapped and checked in %.0f ms, %.3f ms each (pages in memory)%n",
                millis, millis / answers);
        System.out.printf(
                "heap: %.2f MB, %.0f bytes each; in the heap they would be %.0f MB%n",
                (heap() - heapBefore) / MEGABYTE,
                (heap() - heapBefore) / (double) answers,
                answers * fileBytes / MEGABYTE);
        var random = new SplittableRandom(1);
        for (CodecType codec : CodecType.values()) {
            play(codec, all, random);
        }
    }

    private static void play(CodecType codec, List<PreparedAudio> all, SplittableRandom random) {
        double[] loadMicros = new double[PLAYED];
        double[] copyNanos = new double[PLAYED];
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        for (int i = 0; i < PLAYED; i++) {
            PreparedAudio audio = all.get(random.nextInt(all.size()));
            long start = System.nanoTime();
            audio.load(codec);
            long loaded = System.nanoTime();
            for (int frame = 0; frame < audio.frames(); frame++) {
                audio.copyPayload(codec, frame, payload, 0);
            }
            loadMicros[i] = (loaded - start) / 1e3;
            copyNanos[i] = (System.nanoTime() - loaded) / (double) audio.frames();
        }
        System.out.println(codec + " load before play, µs: " + Percentiles.of(loadMicros));
        System.out.println(codec + " payload copied, ns: " + Percentiles.of(copyNanos));
    }

    private static Path file(Path folder, int number) {
        return folder.resolve(number + ".prepared");
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static PreparedAudio speechLike() {
        short[] pcm = new short[SECONDS * Pcm.RATE_HZ];
        double phase = 0;
        for (int i = 0; i < pcm.length; i++) {
            phase += 2 * Math.PI * (120 + 40 * Math.sin(i / 3_000.0)) / Pcm.RATE_HZ;
            double loudness = 4_000 * Math.abs(Math.sin(i / 2_500.0));
            pcm[i] = (short) (loudness * (Math.sin(phase) + Math.sin(7 * phase) / 3));
        }
        return PreparedAudio.encode(pcm, pcm.length);
    }
}
