package org.offhook.tests.peer;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running {@link ProviderProcess}, or another program of its kind. */
public final class Providers implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PeerProcess process;
    private final String address;

    private Providers(PeerProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * @param arguments as of {@link ProviderProcess}
     */
    public static Providers start(Path folder, String... arguments)
            throws IOException, InterruptedException {
        return start(ProviderProcess.class, folder, arguments);
    }

    /** Providers that tell stories. */
    public static Providers storytellers(Path folder, String... arguments)
            throws IOException, InterruptedException {
        return start(StoryProvider.class, folder, arguments);
    }

    private static Providers start(Class<?> program, Path folder, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        // Relative to our folder, not to its own.
        command.add(
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        PeerProcess process = PeerProcess.start(folder, command);
        try {
            String port = process.await(LISTENING, PATIENCE).group(1);
            return new Providers(process, "http://127.0.0.1:" + port);
        } catch (AssertionError notReady) {
            process.close();
            throw notReady;
        }
    }

    /**
     * For {@code base-url}.
     *
     * @param kind {@code steady} or {@code flaky}
     */
    public String baseUrl(String kind) {
        return address + "/" + kind + "/v1";
    }

    /** What each service has done, a line each. */
    public String counts() throws IOException, InterruptedException {
        return get("/counts");
    }

    /**
     * One request served.
     *
     * @param service {@code words}, {@code token} or {@code audio}
     * @param receivedNanos as {@code System.nanoTime()} of any process here
     */
    public record Stamp(String service, long receivedNanos, long sentNanos) {}

    /** All requests that were served, in order. */
    public List<Stamp> stamps() throws IOException, InterruptedException {
        return get("/stamps")
                .lines()
                .map(line -> line.split(" "))
                .map(part -> new Stamp(part[0], Long.parseLong(part[1]), Long.parseLong(part[2])))
                .toList();
    }

    /** Bodies of the requests to the model so far, a line each. */
    public List<String> questions() throws IOException, InterruptedException {
        return get("/questions").lines().toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address + path)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
