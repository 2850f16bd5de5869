package org.offhook.agent.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reactor.core.publisher.Mono;

/**
 * Messages to and from a program, one a line. Virtual threads of its own read and write, so that a
 * program that does not read stops no call. The SDK's own transport does not tell of a program's
 * death, ends at a malformed line and passes our whole environment on.
 */
final class StdioTransport implements McpClientTransport {
    private static final Logger log = LogManager.getLogger(StdioTransport.class);

    private static final int LONGEST_LINE = 4 * 1024 * 1024;
    private static final int MOST_WAITING = 256;
    private static final int LONGEST_LOGGED = 500;
    private static final long PATIENCE_MILLIS = 1_000;

    private final String name;
    private final Process process;
    private final McpJsonMapper json;
    private final Thread errors;
    private volatile String lastError = "";
    private volatile boolean ending;
    private final BlockingQueue<String> outgoing = new LinkedBlockingQueue<>(MOST_WAITING);

    /**
     * @param process takes it over
     */
    StdioTransport(String name, Process process, McpJsonMapper json) {
        this.name = name;
        this.process = process;
        this.json = json;
        errors = start("errors", this::readErrors);
        start("writer", this::write);
    }

    private Thread start(String what, Runnable work) {
        return Thread.ofVirtual().name("mcp-" + name + "/" + what).start(work);
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> start("reader", () -> read(handler)));
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> postOrBreak(message));
    }

    private void postOrBreak(JSONRPCMessage message) {
        try {
            if (!process.isAlive() || !outgoing.offer(json.writeValueAsString(message))) {
                throw new IllegalStateException("the program does not read");
            }
        } catch (IOException ours) {
            throw new IllegalStateException(ours);
        }
    }

    private void write() {
        try (OutputStream to = process.getOutputStream()) {
            while (process.isAlive()) {
                String line = outgoing.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    to.flush();
                }
            }
        } catch (IOException gone) {
            log.debug("mcp {}: {}", name, gone.getMessage());
        } catch (InterruptedException ours) {
            throw new IllegalStateException(ours);
        }
    }

    private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        int malformed = 0;
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = line(from); line != null; line = line(from)) {
                try {
                    handler.apply(Mono.just(McpSchema.deserializeJsonRpcMessage(json, line)))
                            .subscribe(_ -> {}, this::refused);
                } catch (IOException | RuntimeException noMessage) {
                    malformed++;
                }
            }
        } catch (IOException gone) {
            log.debug("mcp {}: {}", name, gone.getMessage());
        } finally {
            if (malformed > 0) {
                log.warn("mcp {}: {} lines were no messages", name, malformed);
            }
            // Without its output it is of no use.
            process.destroy();
        }
    }

    private void refused(Throwable why) {
        log.debug("mcp {}: message refused: {}", name, why.getMessage());
    }

    /** Null at the end. */
    private static String line(BufferedReader from) throws IOException {
        var line = new StringBuilder();
        for (int c = from.read(); c >= 0; c = from.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a message longer than " + LONGEST_LINE + " characters");
            }
            line.append((char) c);
        }
        return line.isEmpty() ? null : line.toString();
    }

    private void readErrors() {
        try (BufferedReader from = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = line(from); line != null; line = line(from)) {
                lastError = McpText.cut(line, LONGEST_LOGGED);
                log.debug("mcp {}: {}", name, lastError);
            }
        } catch (IOException gone) {
            log.debug("mcp {}: {}", name, gone.getMessage());
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::end);
    }

    /** Whether the program ended before it was asked to. */
    boolean hadEnded() {
        return !process.isAlive() && !ending;
    }

    /** The last line of its standard error, as the end of a sentence; empty where it had none. */
    String lastWords() throws InterruptedException {
        errors.join(Duration.ofMillis(PATIENCE_MILLIS));
        return lastError.isBlank() ? "" : ": " + lastError.strip();
    }

    /** Asks first, as the protocol has it: end of input is left to the writer, then TERM, KILL. */
    private void end() {
        if (process.isAlive()) {
            ending = true;
        }
        process.destroy();
        try {
            if (process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
