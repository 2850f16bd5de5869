package org.offhook.agent.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reactor.core.publisher.Mono;

/**
 * A transport that can tell the server of a request that nobody waits for any more (MCP,
 * cancellation): the SDK gives requests their numbers below its own door and sends no such
 * notification. Thread-safe.
 */
final class CancellingTransport implements McpClientTransport {
    private static final Logger log = LogManager.getLogger(CancellingTransport.class);

    /** A request by identity: two callers may ask the same. */
    private record Asked(McpSchema.CallToolRequest request) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Asked asked && asked.request == request;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(request);
        }
    }

    private final McpClientTransport transport;
    private final Map<Asked, Object> numbers = new ConcurrentHashMap<>();

    CancellingTransport(McpClientTransport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCRequest sent
                && sent.params() instanceof McpSchema.CallToolRequest request) {
            numbers.put(new Asked(request), sent.id());
        }
        return transport.sendMessage(message);
    }

    /** Its result is there, or was given up. */
    void forget(McpSchema.CallToolRequest request) {
        numbers.remove(new Asked(request));
    }

    /** Tells the server, if it was sent at all; does not wait. */
    void cancel(McpSchema.CallToolRequest request, String reason) {
        Object number = numbers.remove(new Asked(request));
        if (number != null) {
            transport
                    .sendMessage(
                            new McpSchema.JSONRPCNotification(
                                    "notifications/cancelled",
                                    Map.of("requestId", number, "reason", reason)))
                    .subscribe(_ -> {}, failed -> log.debug("a cancellation is not sent", failed));
        }
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return transport.connect(handler);
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        transport.setExceptionHandler(handler);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }
}
