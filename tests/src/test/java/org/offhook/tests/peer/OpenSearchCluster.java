package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * Three OpenSearch nodes, each a process with a class path of its own, on loopback addresses: two
 * hold data, and all three may manage the cluster, so that any one of them can be lost. Used by one
 * thread.
 */
public final class OpenSearchCluster implements AutoCloseable {
    private static final Duration FORMS_WITHIN = Duration.ofSeconds(300);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Path BUILT = Path.of("opensearch", "target").toAbsolutePath();
    private static final Pattern NODE = Pattern.compile("\"node\":\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();

    private static final class Node {
        final String name;
        final String roles;
        final InetSocketAddress http;
        final InetSocketAddress transport;
        PeerProcess process;

        Node(String name, String roles) throws IOException {
            this.name = name;
            this.roles = roles;
            http = Loopback.nextWithPort();
            transport = new InetSocketAddress(http.getAddress(), http.getPort() + 1);
        }

        URI at(String path) {
            return URI.create("http://" + Loopback.text(http) + path);
        }
    }

    private OpenSearchCluster(Path folder) {
        this.folder = folder;
    }

    /** Returns when all three have found each other. */
    public static OpenSearchCluster start(Path folder) throws IOException, InterruptedException {
        var cluster = new OpenSearchCluster(folder);
        try {
            cluster.nodes.add(new Node("one", "data,cluster_manager"));
            cluster.nodes.add(new Node("two", "data,cluster_manager"));
            cluster.nodes.add(new Node("three", "cluster_manager"));
            cluster.startDead();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    /** What a client is told. */
    public List<URI> addresses() {
        return nodes.stream().map(node -> node.at("")).toList();
    }

    /** Starts each node that does not run, on what it had; returns when the cluster is whole. */
    public void startDead() throws IOException, InterruptedException {
        for (Node node : nodes) {
            if (node.process == null) {
                node.process = PeerProcess.start(Files.createDirectories(folder), command(node));
            }
        }
        long start = System.nanoTime();
        for (Node node : nodes) {
            while (!isWhole(node)) {
                if (System.nanoTime() - start > FORMS_WITHIN.toNanos()) {
                    Assertions.fail(node.name + " is alone:\n" + end(node.process.output()));
                }
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }
    }

    private static String end(String output) {
        return output.substring(Math.max(0, output.length() - 5_000));
    }

    private boolean isWhole(Node node) throws InterruptedException {
        if (!node.process.handle().isAlive()) {
            Assertions.fail(node.name + " ended:\n" + end(node.process.output()));
        }
        try {
            String health = get(node, "/_cluster/health");
            return health.contains("\"number_of_nodes\":" + nodes.size())
                    && health.contains("\"discovered_cluster_manager\":true")
                    && health.contains("\"status\":\"green\"");
        } catch (IOException starting) {
            return false;
        }
    }

    private String get(Node node, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(node.at(path)).timeout(Duration.ofSeconds(5)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** A request to the first node that lives; for what only an administrator does. */
    public String ask(String method, String path, String body)
            throws IOException, InterruptedException {
        Node node = nodes.stream().filter(one -> one.process != null).findFirst().orElseThrow();
        var request =
                HttpRequest.newBuilder(node.at(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** SIGKILL to the node that manages the cluster; returns its name. */
    public String killManager() throws IOException, InterruptedException {
        Node first = nodes.stream().filter(one -> one.process != null).findFirst().orElseThrow();
        var manager = NODE.matcher(get(first, "/_cat/cluster_manager?format=json"));
        Assertions.assertTrue(manager.find());
        for (Node node : nodes) {
            if (node.name.equals(manager.group(1))) {
                kill(node);
            }
        }
        return manager.group(1);
    }

    /** SIGKILL to all. */
    public void killAll() throws InterruptedException {
        for (Node node : nodes) {
            kill(node);
        }
    }

    private static void kill(Node node) throws InterruptedException {
        if (node.process != null) {
            node.process.kill();
            node.process.awaitExit(Duration.ofSeconds(30));
            node.process = null;
        }
    }

    private List<String> command(Node node) throws IOException {
        String classPath =
                Stream.of(
                                BUILT.resolve("classes").toString(),
                                Files.readString(BUILT.resolve("node.classpath")).strip(),
                                BUILT.resolve("knn") + "/*")
                        .collect(Collectors.joining(":"));
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classPath,
                "org.offhook.tests.opensearch.OpenSearchNode",
                folder.resolve(node.name).toString(),
                node.name,
                node.http.getAddress().getHostAddress(),
                Integer.toString(node.http.getPort()),
                Integer.toString(node.transport.getPort()),
                node.roles,
                nodes.stream()
                        .map(one -> Loopback.text(one.transport))
                        .collect(Collectors.joining(",")),
                // The first cluster manager is a node with data: it is the worst one to lose.
                nodes.getFirst().name);
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            if (node.process != null) {
                node.process.kill();
                node.process = null;
            }
        }
        http.close();
    }
}
