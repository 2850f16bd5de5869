package org.offhook.tests.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.offhook.tests.peer.OffhookProcess;

/** How long after a change of an answer a caller would get it. */
public final class LiveAnswers {
    private static final int CHANGES = 30;

    /** Asked without a pause, the server would answer this bench in place of its own work. */
    private static final Duration GLANCE = Duration.ofMillis(5);

    private static final Pattern URL = Pattern.compile("http://[0-9.:]+");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    private LiveAnswers(String url) {
        this.url = url;
    }

    /**
     * @param arguments how many other answers there are, of ten questions each; 0 without
     */
    public static void main(String[] arguments) throws Exception {
        int others = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("offhook-live-answers");
        try (var offhook = OffhookProcess.serve("", folder)) {
            String file = Files.readString(offhook.data().resolve("answers-api.json"));
            Matcher url = URL.matcher(file);
            url.find();
            new LiveAnswers(url.group()).run(others, offhook.pid());
        }
    }

    private void run(int others, long pid) throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < others; i++) {
            var questions = new ArrayList<String>();
            for (int q = 0; q < 10; q++) {
                questions.add("\"what is item number " + (i * 10 + q) + " of the big list\"");
            }
            // Without an answer: its voice would be measured instead.
            text.append(
                    "  - {id: other-%d, no-answer: true, questions: %s}%n".formatted(i, questions));
        }
        if (others > 0) {
            ask("/answers/import?format=yaml", "answers:\n" + text);
            // The last of them: while new questions are embedded, a change waits for a piece of
            // that.
            until(
                    "what is item number " + (10 * others - 1) + " of the big list",
                    "known to have no answer");
        }
        change(-1, new double[3]); // compiled code is what answers calls
        ThreadCpu before = ThreadCpu.of(pid);
        var kept = new double[CHANGES];
        var added = new double[CHANGES];
        var suspended = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            var millis = new double[3];
            change(i, millis);
            kept[i] = millis[0];
            added[i] = millis[1];
            suspended[i] = millis[2];
        }
        System.out.printf(
                "%d other answers, %d changes: milliseconds%n  kept on disk           %s%n"
                        + "  added, spoken, found   %s%n  suspended, not found   %s%n",
                others,
                CHANGES,
                Percentiles.of(kept),
                Percentiles.of(added),
                Percentiles.of(suspended));
        System.out.println("CPU ms for one answer added and suspended, this asking included:");
        ThreadCpu.of(pid).since(before, CHANGES).forEach(System.out::println);
    }

    /**
     * Adds an answer and suspends it.
     *
     * @param millis becomes how long it took until it was kept, found, and no longer found
     */
    private void change(int i, double[] millis) throws Exception {
        String question = "do you sell brand " + i + " dog food";
        long begin = System.nanoTime();
        ask(
                "/answers",
                "{\"id\":\"brand-%d\",\"say\":\"We sell brand %d.\",\"questions\":[\"%s\"]}"
                        .formatted(i, i, question));
        millis[0] = (System.nanoTime() - begin) / 1e6;
        until(question, "\"decision\":\"hit\"");
        millis[1] = (System.nanoTime() - begin) / 1e6;
        begin = System.nanoTime();
        ask("/answers/demo/brand-" + i + "/suspend", "");
        while (test(question).contains("\"decision\":\"hit\"")) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        millis[2] = (System.nanoTime() - begin) / 1e6;
    }

    private String test(String question) throws Exception {
        return ask("/answers/test", "{\"question\":\"" + question + "\"}");
    }

    private void until(String question, String expected) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!test(question).contains(expected)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within 3 minutes: " + question);
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private String ask(String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new AssertionError(response.body());
        }
        return response.body();
    }
}
