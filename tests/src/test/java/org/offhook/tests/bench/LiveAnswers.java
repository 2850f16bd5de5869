package org.offhook.tests.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.offhook.tests.peer.OffhookProcess;

/** How long after a change of an answer a caller would get it. */
public final class LiveAnswers {
    private static final int CHANGES = 30;
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
            new LiveAnswers(url.group()).run(others);
        }
    }

    private void run(int others) throws Exception {
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
            until("what is item number 9 of the big list", "known to have no answer");
        }
        var kept = new double[CHANGES];
        var added = new double[CHANGES];
        var suspended = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            String question = "do you sell brand " + i + " dog food";
            long begin = System.nanoTime();
            ask(
                    "/answers",
                    "{\"id\":\"brand-%d\",\"say\":\"We sell brand %d.\",\"questions\":[\"%s\"]}"
                            .formatted(i, i, question));
            kept[i] = (System.nanoTime() - begin) / 1e6;
            until(question, "\"decision\":\"hit\"");
            added[i] = (System.nanoTime() - begin) / 1e6;
            begin = System.nanoTime();
            ask("/answers/demo/brand-" + i + "/suspend", "");
            while (test(question).contains("\"decision\":\"hit\"")) {
                Thread.onSpinWait();
            }
            suspended[i] = (System.nanoTime() - begin) / 1e6;
        }
        System.out.printf(
                "%d other answers, %d changes: milliseconds%n  kept on disk           %s%n"
                        + "  added, spoken, found   %s%n  suspended, not found   %s%n",
                others,
                CHANGES,
                Percentiles.of(kept),
                Percentiles.of(added),
                Percentiles.of(suspended));
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
