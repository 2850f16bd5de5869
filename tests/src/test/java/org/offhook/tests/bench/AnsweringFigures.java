package org.offhook.tests.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.offhook.agent.answering.AnsweredBy;

/** Figures of {@link Answering}: who was taken for whom, how soon, and when a message began. */
final class AnsweringFigures {
    /**
     * @param decidedMillis since the call was answered
     * @param messageMillis when a machine was taken to listen
     */
    record One(
            AnswerScript script,
            AnsweredBy by,
            int decidedMillis,
            int messageMillis,
            String words) {
        boolean is(String label) {
            return script.label().equals(label);
        }

        boolean right() {
            return by.name().equalsIgnoreCase(script.label());
        }
    }

    private AnsweringFigures() {}

    static void print(String half, List<One> all) {
        System.out.println(half + ": " + all.size() + " scripts");
        var rows = new TreeMap<String, Map<AnsweredBy, Integer>>();
        for (One one : all) {
            rows.computeIfAbsent(one.script().label(), _ -> new TreeMap<>())
                    .merge(one.by(), 1, Integer::sum);
        }
        rows.forEach((label, taken) -> {
            int count = taken.values().stream().mapToInt(Integer::intValue).sum();
            long right = all.stream().filter(one -> one.is(label) && one.right()).count();
            System.out.printf(
                    "  %-13s right %3d of %3d %s  taken for %s%n",
                    label, right, count, wilson(right, count), taken);
        });
        long right = all.stream().filter(One::right).count();
        System.out.printf(
                "  all           right %3d of %3d %s%n",
                right, all.size(), wilson(right, all.size()));
        var humans = all.stream().filter(one -> one.is("human") && one.right()).toList();
        System.out.println(
                "  human known after the end of the first words, ms: "
                        + Percentiles.of(
                                humans.stream()
                                        .mapToDouble(one ->
                                                one.decidedMillis() - one.script().firstEndMillis())
                                        .toArray()));
        var beeps =
                all.stream()
                        .filter(one -> one.is("machine") && one.right())
                        .filter(one -> one.script().beepEndMillis() > 0)
                        .toList();
        long clipped =
                beeps.stream()
                        .filter(one -> one.messageMillis() < one.script().beepEndMillis())
                        .count();
        System.out.printf("  messages begun before the beep: %d of %d%n", clipped, beeps.size());
        System.out.println(
                "  beep to message, ms: "
                        + Percentiles.of(
                                beeps.stream()
                                        .filter(one ->
                                                one.messageMillis() >= one.script().beepEndMillis())
                                        .mapToDouble(one ->
                                                one.messageMillis() - one.script().beepEndMillis())
                                        .toArray()));
        for (One one : all) {
            boolean early = one.is("machine") && one.messageMillis() < one.script().beepEndMillis();
            if (!one.right() || early) {
                System.out.printf(
                        "  %s %s for %s at %d ms (speech %d..%d, beep %d, message %d): %s%n    heard \"%s\"%n",
                        one.right() ? "EARLY" : "WRONG",
                        one.by(),
                        one.script().label(),
                        one.decidedMillis(),
                        one.script().firstEndMillis(),
                        one.script().speechEndMillis(),
                        one.script().beepEndMillis(),
                        one.messageMillis(),
                        one.script().script(),
                        one.words());
            }
        }
    }

    /** Bounds of a share at 95 % (Wilson 1927). */
    static String wilson(long hits, long count) {
        double z = 1.96;
        double share = (double) hits / count;
        double middle = share + z * z / (2 * count);
        double half = z * Math.sqrt(share * (1 - share) / count + z * z / (4.0 * count * count));
        double whole = 1 + z * z / count;
        return "%3.0f %% (%.0f to %.0f)"
                .formatted(
                        100 * share, 100 * (middle - half) / whole, 100 * (middle + half) / whole);
    }
}
