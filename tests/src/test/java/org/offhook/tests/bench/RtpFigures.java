package org.offhook.tests.bench;

import java.util.List;
import java.util.Locale;

/**
 * What a crowd has heard.
 *
 * @param gapMillis time between packets of a call; 20 ms is right
 */
record RtpFigures(long received, long lost, long late, Percentiles gapMillis) {
    static RtpFigures of(List<RtpEnd> ends) {
        double[] gaps = new double[ends.stream().mapToInt(end -> end.gaps).sum()];
        int next = 0;
        for (RtpEnd end : ends) {
            for (int i = 0; i < end.gaps; i++) {
                gaps[next++] = end.gapMillis(i);
            }
        }
        return new RtpFigures(
                ends.stream().mapToLong(end -> end.received).sum(),
                ends.stream().mapToLong(end -> end.lost).sum(),
                ends.stream().mapToLong(end -> end.late).sum(),
                Percentiles.of(gaps));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d packets, %d lost, %d late; gaps, ms: p1 %.1f, %s",
                received,
                lost,
                late,
                gapMillis.at(0.01),
                gapMillis);
    }
}
