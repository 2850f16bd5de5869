package org.offhook.tests.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of SIPp came to, from its statistics file.
 *
 * @param exitCode 0 where every call went as its scenario says
 * @param successful calls that ended as planned
 * @param failed calls that did not
 * @param retransmissions requests sent again over UDP
 * @param unexpected calls that failed by a message the scenario does not expect
 * @param story errors, screens and messages, for a failing test
 */
public record SippReport(
        int exitCode,
        int successful,
        int failed,
        int retransmissions,
        int unexpected,
        String story) {
    static SippReport of(int exitCode, String statistics, String story) {
        List<String> lines = statistics.lines().toList();
        var figures = new HashMap<String, String>();
        if (lines.size() > 1) {
            String[] names = lines.getFirst().split(";");
            String[] values = lines.getLast().split(";");
            for (int i = 0; i < Math.min(names.length, values.length); i++) {
                figures.put(names[i], values[i]);
            }
        }
        return new SippReport(
                exitCode,
                total(figures, "SuccessfulCall"),
                total(figures, "FailedCall"),
                total(figures, "Retransmissions"),
                total(figures, "FailedUnexpectedMessage"),
                story);
    }

    /** SIPp writes (P) for the last period and (C) for the whole run; -1 where there is none. */
    private static int total(Map<String, String> figures, String name) {
        return Integer.parseInt(figures.getOrDefault(name + "(C)", "-1"));
    }

    /** True where all {@code calls} went as planned. */
    public boolean allWell(int calls) {
        return exitCode == 0 && failed == 0 && successful == calls;
    }
}
