package org.offhook.agent.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Toolbox;
import reactor.core.publisher.Mono;

/** One connection to a server, until it breaks. Thread-safe; closed by who opened it. */
final class McpSession implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(McpSession.class);

    private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(new ObjectMapper());

    /** First starts of programs fetch what they need. */
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_MESSAGE = 4 * 1024 * 1024;
    private static final int LONGEST_FAILURE = 1_000;

    /** How the SDK says that a server is down. */
    private static final Pattern TROUBLE = Pattern.compile("(?i)status code: ?(5\\d\\d|429)");

    static final String UNREACHABLE = "it cannot be reached now";

    /** What a program is told of our environment: no key of ours is among them. */
    private static final List<String> PASSED_ON =
            List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "LANG", "SystemRoot");

    private final McpConfig config;
    private final CancellingTransport transport;
    private final McpAsyncClient client;
    private final CountDownLatch broken = new CountDownLatch(1);
    private volatile List<McpText.Remote> tools = List.of();

    private McpSession(McpConfig config, McpClientTransport transport) {
        this.config = config;
        this.transport = new CancellingTransport(transport);
        this.client =
                McpClient.async(this.transport)
                        .clientInfo(McpSchema.Implementation.builder("Offhook", version()).build())
                        .requestTimeout(LONGEST_START)
                        .initializationTimeout(LONGEST_START)
                        .jsonSchemaValidator(unchecked())
                        .toolsChangeConsumer(listed -> Mono.fromRunnable(() -> list(listed)))
                        .build();
    }

    /** The program's, as its jar has it. */
    static String version() {
        String version = McpSession.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /** Results go to a model as text; what does not fit a schema is its to judge. */
    private static JsonSchemaValidator unchecked() {
        return (_, _) -> JsonSchemaValidator.ValidationResponse.asValid(null);
    }

    /**
     * Starts or reaches the server and asks for its tools.
     *
     * @throws WrongServerException there is no such program, it ends by itself, or the address is
     *     another's
     * @throws IOException it is not there now
     */
    static McpSession open(McpConfig config) throws IOException, InterruptedException {
        return switch (config.door()) {
            case McpConfig.Door.Command command -> open(config, command);
            case McpConfig.Door.Web web -> begin(new McpSession(config, transport(web)));
        };
    }

    private static McpSession open(McpConfig config, McpConfig.Door.Command command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command.line());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.putAll(command.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException none) {
            throw new WrongServerException(reason(none), none);
        }
        var transport = new StdioTransport(config.name(), process, JSON);
        var session = new McpSession(config, transport);
        process.onExit()
                .thenAccept(ended -> {
                    log.debug("mcp {}: ended with {}", config.name(), ended.exitValue());
                    session.breakOff();
                });
        try {
            return begin(session);
        } catch (IOException failed) {
            // We have ended it by now, unless it has itself.
            throw transport.hadEnded()
                    ? new WrongServerException(
                            "it ends by itself, with "
                                    + process.exitValue()
                                    + transport.lastWords(),
                            failed)
                    : failed;
        }
    }

    private static McpClientTransport transport(McpConfig.Door.Web web) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        web.headers().forEach(request::header);
        URI url = web.url();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return HttpClientStreamableHttpTransport.builder(
                        url.getScheme() + "://" + url.getRawAuthority())
                .endpoint(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .requestBuilder(request)
                .jsonMapper(JSON)
                .connectTimeout(LONGEST_CONNECT)
                .maxResponseSize(LONGEST_MESSAGE)
                .build();
    }

    private static McpSession begin(McpSession session) throws IOException, InterruptedException {
        try {
            session.client.initialize().block();
            session.list(session.client.listTools().block().tools());
            return session;
        } catch (RuntimeException failed) {
            boolean interrupted = takeInterruption(failed);
            session.close();
            if (interrupted) {
                throw new InterruptedException();
            }
            throw isAway(failed)
                    ? new IOException(reason(failed), failed)
                    : new WrongServerException(reason(failed), failed);
        }
    }

    /** Whether it may be there later: nobody answers, or somebody who has trouble. */
    private static boolean isAway(Throwable failed) {
        if (has(failed, UnresolvedAddressException.class)) {
            return false;
        }
        boolean silent =
                has(failed, TimeoutException.class)
                        || has(failed, IOException.class)
                                && !has(failed, JsonProcessingException.class);
        return silent || TROUBLE.matcher(reason(failed)).find();
    }

    private void list(List<McpSchema.Tool> listed) {
        tools = McpText.tools(config, listed);
        log.debug("mcp {}: lists {}, offers {}", config.name(), listed.size(), tools.size());
    }

    List<McpText.Remote> tools() {
        return tools;
    }

    /**
     * @param name the server's
     * @return what the model should know
     */
    String call(String name, String written) throws InterruptedException {
        var arguments = McpText.arguments(written);
        if (arguments.isEmpty()) {
            return Toolbox.FAILED + "the arguments must be a JSON object";
        }
        var request = McpSchema.CallToolRequest.builder(name).arguments(arguments.get()).build();
        try {
            return McpText.result(client.callTool(request).timeout(config.timeout()).block());
        } catch (RuntimeException failed) {
            if (takeInterruption(failed)) {
                transport.cancel(request, "nobody waits for it any more");
                throw new InterruptedException();
            }
            if (has(failed, TimeoutException.class)) {
                transport.cancel(request, "no answer within " + config.timeout());
            }
            return Toolbox.FAILED + failure(failed);
        } finally {
            transport.forget(request);
        }
    }

    private String failure(RuntimeException failed) {
        if (failed instanceof McpError refused) {
            return McpText.cut(String.valueOf(refused.getMessage()), LONGEST_FAILURE);
        }
        if (has(failed, TimeoutException.class)) {
            return "no answer within " + config.timeout().toMillis() + " ms";
        }
        log.debug("mcp {}: a call failed", config.name(), failed);
        broken.countDown();
        return UNREACHABLE;
    }

    /** Whether the thread was interrupted; it is no longer, or closing would not wait. */
    private static boolean takeInterruption(RuntimeException failed) {
        return Thread.interrupted() | has(failed, InterruptedException.class);
    }

    private static boolean has(Throwable failed, Class<? extends Throwable> kind) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message =
                switch (cause) {
                    case UnresolvedAddressException _ -> "the host is not known";
                    case McpHttpClientTransportAuthorizationException _ -> "access is refused";
                    default -> cause.getMessage();
                };
        return McpText.cut(
                message == null
                        ? cause.getClass().getSimpleName()
                        : message.replaceAll("\\s+", " "),
                300);
    }

    /** Calls that wait for an answer fail now, not at their time-out. */
    private void breakOff() {
        broken.countDown();
        client.close();
    }

    void awaitEnd() throws InterruptedException {
        broken.await();
    }

    @Override
    public void close() {
        broken.countDown();
        try {
            client.closeGracefully().block(LONGEST_CONNECT);
        } catch (RuntimeException failed) {
            log.debug("mcp {}: closing failed", config.name(), failed);
        }
    }
}
