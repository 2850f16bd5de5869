package org.offhook.agent.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;
import org.offhook.agent.Toolbox;

/**
 * A server that is kept connected by a virtual thread of its own, and its tools, which are there
 * while it is. Thread-safe.
 */
public final class McpServer implements Toolbox, AutoCloseable {
    private static final Logger log = LogManager.getLogger(McpServer.class);

    private static final int[] PAUSES_SECONDS = {1, 5, 30, 60};

    /** Who lived for so long has not failed at its start. */
    private static final long STEADY_NANOS = Duration.ofMinutes(1).toNanos();

    private final McpConfig config;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread keeper;
    private volatile McpSession live;
    private volatile String wrong = "";

    private McpServer(McpConfig config) {
        this.config = config;
        this.keeper = Thread.ofVirtual().name("mcp-" + config.name()).unstarted(this::keep);
    }

    /** Begins to connect and returns at once. */
    public static McpServer start(McpConfig config) {
        var server = new McpServer(config);
        server.keeper.start();
        return server;
    }

    /**
     * Waits until it is connected or the first try has failed.
     *
     * @return whether it is connected
     */
    public boolean await(Duration limit) throws InterruptedException {
        return tried.await(limit.toNanos(), TimeUnit.NANOSECONDS) && live != null;
    }

    /**
     * Why the first try could not succeed: there is no such program, it ends by itself, or the
     * address is another's. Empty where it did, or where a later try may.
     */
    public String wrong() {
        return wrong;
    }

    private void keep() {
        int failures = 0;
        try {
            while (true) {
                long begunNanos = System.nanoTime();
                tryOnce();
                failures = System.nanoTime() - begunNanos > STEADY_NANOS ? 0 : failures;
                int seconds = PAUSES_SECONDS[Math.min(failures++, PAUSES_SECONDS.length - 1)];
                log.info("mcp {}: next try in {} s", config.name(), seconds);
                TimeUnit.SECONDS.sleep(seconds);
            }
        } catch (InterruptedException closed) {
            log.debug("mcp {}: closed", config.name());
        } finally {
            tried.countDown();
        }
    }

    private void tryOnce() throws InterruptedException {
        try (McpSession session = McpSession.open(config)) {
            live = session;
            log.info("mcp {}: connected, {} tools", config.name(), session.tools().size());
            tried.countDown();
            session.awaitEnd();
            log.warn("mcp {}: connection lost", config.name());
        } catch (WrongServerException never) {
            wrong = tried.getCount() > 0 ? never.getMessage() : wrong;
            log.warn("mcp {} at {}: {}", config.name(), config.door(), never.getMessage());
        } catch (IOException missing) {
            log.warn("mcp {} at {}: {}", config.name(), config.door(), missing.getMessage());
        } finally {
            live = null;
            tried.countDown();
        }
    }

    @Override
    public List<ToolSpec> specs() {
        McpSession session = live;
        return session == null
                ? List.of()
                : session.tools().stream().map(McpText.Remote::spec).toList();
    }

    @Override
    public String call(ToolCall call) throws InterruptedException {
        McpSession session = live;
        if (session == null) {
            return FAILED + McpSession.UNREACHABLE;
        }
        for (McpText.Remote tool : session.tools()) {
            if (tool.spec().name().equals(call.name())) {
                return session.call(tool.name(), call.arguments());
            }
        }
        return FAILED + "there is no such tool";
    }

    public String name() {
        return config.name();
    }

    /** Ends the connection and the program behind it; waits for that, at most 15 s. */
    @Override
    public void close() {
        keeper.interrupt();
        try {
            if (!keeper.join(Duration.ofSeconds(15))) {
                log.warn("mcp {}: does not end", config.name());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
