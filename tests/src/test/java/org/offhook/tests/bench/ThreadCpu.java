package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CPU time of a process by the names of its threads, from {@code /proc}: Linux only. What it is
 * short of beside the wall clock was waited for: disk, other processes, or a turn on the CPU.
 *
 * @param millis by name; of threads that have ended nothing is known
 */
record ThreadCpu(Map<String, Long> millis) {
    /** Of processes that it began and that have ended. */
    private static final String CHILDREN = "(other programs)";

    private static final int MILLIS_PER_TICK = 10;
    private static final int UTIME = 11;

    /** All up to now. */
    static ThreadCpu of(long pid) throws IOException {
        var millis = new HashMap<String, Long>();
        Path process = Path.of("/proc", "" + pid);
        String[] all = fields(process);
        millis.put(CHILDREN, ticks(all, UTIME + 2) * MILLIS_PER_TICK);
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path thread : threads) {
                try {
                    String name = Files.readString(thread.resolve("comm")).strip();
                    long used = ticks(fields(thread), UTIME) * MILLIS_PER_TICK;
                    millis.merge(name.replaceAll("[-#]?\\d+$", ""), used, Long::sum);
                } catch (NoSuchFileException _) {
                    // It has just ended.
                }
            }
        }
        return new ThreadCpu(Map.copyOf(millis));
    }

    private static String[] fields(Path of) throws IOException {
        String stat = Files.readString(of.resolve("stat"));
        // The name, in brackets, may hold spaces.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** User and system time stand side by side (man 5 proc). */
    private static long ticks(String[] fields, int at) {
        return Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]);
    }

    /** What was used since, most first, divided by how often something was done. */
    List<String> since(ThreadCpu before, int times) {
        return millis.entrySet().stream()
                .map(now ->
                        Map.entry(
                                now.getKey(),
                                (now.getValue() - before.millis.getOrDefault(now.getKey(), 0L))
                                        / (double) times))
                .filter(used -> used.getValue() >= 0.1)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(used ->
                        String.format(Locale.ROOT, "  %-18s %7.1f", used.getKey(), used.getValue()))
                .toList();
    }
}
