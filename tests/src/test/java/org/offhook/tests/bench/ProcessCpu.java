package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** CPU time that a process of this machine has used, from {@code /proc}: Linux only. */
record ProcessCpu(long pid) {
    /** Ticks of the kernel's clock; fixed for user programs (man 5 proc). */
    private static final int TICKS_PER_SECOND = 100;

    private static final int FIELDS_BEFORE_UTIME = 11;

    /** User and system time of all its threads so far. */
    Duration used() throws IOException {
        String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
        // The name, in brackets, may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks =
                Long.parseLong(fields[FIELDS_BEFORE_UTIME])
                        + Long.parseLong(fields[FIELDS_BEFORE_UTIME + 1]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** Largest resident memory so far, in MB. */
    long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
