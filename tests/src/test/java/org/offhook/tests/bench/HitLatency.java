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
        int unanswered = 0;
        try (var server = BenchServer.start()) {
            for (int at = 0; at < questions.size(); at += QUESTIONS_PER_CALL) {
                int end = Math.min(at + QUESTIONS_PER_CALL, questions.size());
                String json = ask(server, questions.subList(at, end));
                Matcher response = RESPONSE.matcher(json);
                while (response.find()) {
                    if (response.group(1).equals("null")) {
                        unanswered++;
                    } else {
                        millis.add(Double.valueOf(response.group(1)));
                    }
                }
            }
        }
        double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
        System.out.println("response, ms: " + Percentiles.of(all));
        System.out.println("unanswered: " + unanswered + " of " + questions.size());
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
