package org.offhook.tests.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.offhook.server.answers.ApiClient;
import org.offhook.server.answers.ApiFile;
import org.offhook.server.answers.ApiRequest;

/**
 * One of the machines that share answers: the program with a bank of one answer, which takes calls.
 * Any thread.
 */
public final class ClusterMachine implements AutoCloseable {
    private static final List<String> PROMPTS =
            List.of(
                    "greeting",
                    "unclear",
                    "no-answer",
                    "apology",
                    "still-there",
                    "still-there-2",
                    "goodbye",
                    "too-long",
                    "one-moment");

    private final Path home;
    private final OffhookProcess offhook;
    private final ApiFile api;

    private ClusterMachine(Path home, OffhookProcess offhook) throws IOException {
        this.home = home;
        this.offhook = offhook;
        api = ApiFile.read(offhook.data()).orElseThrow();
    }

    /** Starts it on what it had in this folder, and waits until it takes calls. */
    public static ClusterMachine start(Path home, String index, List<URI> nodes)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        String prompts =
                PROMPTS.stream()
                        .map(prompt -> "  " + prompt + ": Well then.\n")
                        .collect(Collectors.joining());
        Files.writeString(
                home.resolve("desk.bank.yaml"),
                """
                name: desk
                prompts:
                %sanswers:
                - {id: hours, say: At nine., questions: [When are you open?]}
                """
                        .formatted(prompts));
        String config =
                """
                agents:
                - {name: desk, numbers: ["*"], bank: desk.bank.yaml}
                answers:
                  opensearch: {index: %s, nodes: [%s]}
                """
                        .formatted(
                                index,
                                nodes.stream()
                                        .map(node -> "\"" + node + "\"")
                                        .collect(Collectors.joining(", ")));
        return new ClusterMachine(home, OffhookProcess.serve(config, home));
    }

    /** Adds an answer here, for all. False where the cluster refuses for now. */
    public boolean add(String id, String say, String question) throws IOException {
        String body =
                "{\"agent\": \"desk\", \"id\": \"%s\", \"say\": \"%s\", \"questions\": [\"%s\"]}"
                        .formatted(id, say, question);
        return request("POST", "/answers", body).contains("\"history\"");
    }

    /** True where a caller of this machine who asks so would hear that answer now. */
    public boolean hits(String id, String question) throws IOException {
        String found = request("POST", "/answers/test", "{\"question\": \"" + question + "\"}");
        return found.contains("\"hit\"") && found.contains("\"answer\":\"" + id + "\"");
    }

    /** As {@code GET /answers/status} has it. */
    public String status() throws IOException {
        return request("GET", "/answers/status", "");
    }

    private String request(String method, String path, String body) throws IOException {
        try {
            return ApiClient.ask(api, new ApiRequest(method, path, Map.of(), body, "ann"))
                    .body()
                    .toString();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException(ended);
        }
    }

    /** {@code offhook answers status} on this machine; what it prints. */
    public String printedStatus() throws IOException, InterruptedException {
        return run("answers", "status", "--data", offhook.data().toString());
    }

    /** Somebody calls and asks; the record of the turn. */
    public String asked(String question) throws IOException, InterruptedException {
        run("dial", offhook.uri("desk"), "--say", question);
        return Files.readAllLines(offhook.data().resolve("turns.jsonl")).getLast();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        if (arguments[0].equals("answers")) {
            all.addAll(List.of("--config", home.resolve("offhook.yaml").toString()));
        }
        return OffhookProcess.run(
                Files.createDirectories(home.resolve(arguments[0])),
                OffhookProcess.PATIENCE,
                all.toArray(String[]::new));
    }

    public String log() {
        return offhook.log();
    }

    @Override
    public void close() {
        offhook.close();
    }
}
