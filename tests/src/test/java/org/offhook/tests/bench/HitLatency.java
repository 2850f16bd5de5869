package org.offhook.tests.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.offhook.tests.peer.OffhookProcess;

/**
 * Prepared answers as a caller feels them: from the last packet of the spoken question to the first
 * packet with voice in the answer, measured by {@code offhook dial}.
 */
final class HitLatency {
    private static final Pattern RESPONSE = Pattern.compile("\"responseMs\":(-?\\d+|null)");
    private static final int QUESTIONS_PER_CALL = 5;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private HitLatency() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "tests/bench/questions.txt");
        List<String> questions = Files.readAllLines(file);
        var millis = new ArrayList<Double>();
        List<String> turns;
        int unanswered = 0;
        try (var server = BenchServer.start()) {
            for (int at = 0; at < questions.size(); at += QUESTIONS_PER_CALL) {
                int end = Math.min(at + QUESTIONS_PER_CALL, questions.size());
                String json = ask(server, questions.subList(at, end));
                Matcher response = RESPONSE.matcher(json);
                while (response.find()) {
                    if (response.group(1).equals("null")) {
                        unanswered++;
                        millis.add(Double.NaN);
                    } else {
                        millis.add(Double.valueOf(response.group(1)));
                    }
                }
            }
            turns = Files.readAllLines(server.turns());
        }
        print(questions, millis, turns);
        System.out.println("unanswered: " + unanswered + " of " + questions.size());
    }

    /** One call at a time, so the n-th turn record belongs to the n-th question. */
    private static void print(List<String> questions, List<Double> millis, List<String> turns) {
        var hits = new ArrayList<Double>();
        var others = new ArrayList<Double>();
        for (int at = 0; at < Math.min(millis.size(), turns.size()); at++) {
            boolean hit = turns.get(at).matches(".*\"source\":\"(exact|cache)\".*");
            (hit ? hits : others).add(millis.get(at));
            if (!hit) {
                System.out.println("no prepared answer: " + questions.get(at));
            }
        }
        System.out.println("response of " + hits.size() + " hits, ms: " + percentiles(hits));
        System.out.println("response of " + others.size() + " others, ms: " + percentiles(others));
    }

    private static Percentiles percentiles(List<Double> millis) {
        return Percentiles.of(
                millis.stream()
                        .mapToDouble(Double::doubleValue)
                        .filter(Double::isFinite)
                        .toArray());
    }

    private static String ask(BenchServer server, List<String> questions) throws Exception {
        var command = new ArrayList<String>(List.of("dial", server.uri(), "--json"));
        for (String question : questions) {
            command.addAll(List.of("--say", question));
        }
        Path folder = BenchServer.folder("dial");
        return OffhookProcess.run(folder, LONGEST_CALL, command.toArray(String[]::new));
    }
}
