package org.offhook.agent.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A publisher's page on this machine, with the faults that real ones have. */
final class FilePublisher implements AutoCloseable {
    private static final int WHOLE = Integer.MAX_VALUE;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] content;
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile int cutAfterBytes = WHOLE;
    private volatile boolean knowsRanges = true;

    FilePublisher(byte[] content) throws IOException {
        this.content = content;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** The next answers break off after so many bytes. */
    FilePublisher cutting(int times, int afterBytes) {
        cuts.set(times);
        cutAfterBytes = afterBytes;
        return this;
    }

    FilePublisher withoutRanges() {
        knowsRanges = false;
        return this;
    }

    /** What was asked for, in order: a Range header, or "all". */
    List<String> asked() {
        return List.copyOf(ranges);
    }

    WebSource source() {
        URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model");
        return new WebSource(_ -> Optional.of(page));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(range == null ? "all" : range);
            int from = 0;
            if (range != null && knowsRanges) {
                from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .add(
                                "Content-Range",
                                "bytes "
                                        + from
                                        + "-"
                                        + (content.length - 1)
                                        + "/"
                                        + content.length);
            }
            int length = content.length - from;
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
            boolean cut = cuts.getAndDecrement() > 0;
            int sent = cut ? Math.min(length, cutAfterBytes) : length;
            exchange.getResponseBody().write(content, from, sent);
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
