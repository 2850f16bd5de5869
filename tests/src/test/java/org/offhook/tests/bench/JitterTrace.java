package org.offhook.tests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A line that packets really took, as {@code tests/bench/record-traces} wrote it down. */
enum JitterTrace {
    CLEAN("clean"),
    BURSTY("bursty"),
    WIFI("wifi"),
    LOSS_5("loss-5"),
    LOSS_20("loss-20"),
    REORDERED("reordered"),
    STARVED("starved"),
    SLOW_CLOCK("slow-clock"),
    FAST_CLOCK("fast-clock");

    private static final long WAY_NANOS = 30_000_000;
    private static final int MOST_PACKETS = 60_000;

    private final String words;

    JitterTrace(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** All packets of the line, in the order they were sent; a trace ends with one that came. */
    JitterLine.Packet[] packets() throws IOException {
        String file = "/traces/" + words + ".txt.gz";
        try (InputStream resource = JitterTrace.class.getResourceAsStream(file);
                var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(resource),
                                        StandardCharsets.US_ASCII))) {
            long intervalNanos = 1_000 * Long.parseLong(lines.readLine().split(" ")[1]);
            var packets = new JitterLine.Packet[MOST_PACKETS];
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                int number = Integer.parseInt(line.substring(0, space));
                long lateNanos = 1_000 * Long.parseLong(line.substring(space + 1));
                long sent = number * intervalNanos;
                packets[number] = new JitterLine.Packet(number, sent, sent + WAY_NANOS + lateNanos);
                count = Math.max(count, number + 1);
            }
            for (int i = 0; i < count; i++) {
                if (packets[i] == null) {
                    packets[i] = new JitterLine.Packet(i, i * intervalNanos, -1);
                }
            }
            return Arrays.copyOf(packets, count);
        }
    }
}
