package org.offhook.agent.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocketListener;

/** A provider on this machine that opens a WebSocket to whoever comes, or refuses to. */
abstract class SocketServer implements AutoCloseable {
    private static final Logger CHATTER = Logger.getLogger(MockWebServer.class.getName());

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger connections = new AtomicInteger();

    /** Instead of opening a socket. */
    public volatile MockResponse refusal;

    SocketServer() throws IOException {
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        MockResponse refused = refusal;
                        return refused != null
                                ? refused
                                : new MockResponse.Builder()
                                        .webSocketUpgrade(peer(connections.incrementAndGet()))
                                        .build();
                    }
                });
        server.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    /** Our end of a connection, counted from 1. */
    abstract WebSocketListener peer(int connection);

    public String url() {
        return "ws://127.0.0.1:" + server.getPort();
    }

    /** Waits for the next request to connect. */
    public RecordedRequest handshake() throws InterruptedException {
        return present(server.takeRequest(60, TimeUnit.SECONDS));
    }

    public int connections() {
        return connections.get();
    }

    static <T> T present(T happened) {
        if (happened == null) {
            throw new AssertionError("it did not happen");
        }
        return happened;
    }

    @Override
    public void close() {
        server.close();
    }
}
