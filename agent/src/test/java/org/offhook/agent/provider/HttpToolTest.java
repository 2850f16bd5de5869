package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.DeclaredTools;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.ToolParameter.Type;
import org.offhook.agent.Toolbox;

/** What is asked of a tool's server, and what the model hears of its answer. */
@Timeout(600)
class HttpToolTest {
    private static final String KEY = "Bearer top-secret-key";
    private static final String ARGUMENTS =
            "{\"note\":\"a & b\",\"id\":\"7 ü?#%2F\",\"count\":2.0,\"price\":1.50,\"gift\":true}";

    private ScriptedProvider server;
    private HttpTool tool;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedProvider.http1();
    }

    @AfterEach
    void stop() {
        if (tool != null) {
            tool.close();
        }
        server.close();
    }

    private Toolbox tool(HttpTool.Method method, Duration timeout) {
        var parameters =
                List.of(
                        ToolParameter.of("id", Type.STRING, true),
                        ToolParameter.of("note", Type.STRING, false),
                        ToolParameter.of("count", Type.INTEGER, false),
                        ToolParameter.of("price", Type.NUMBER, false),
                        ToolParameter.of("gift", Type.BOOLEAN, false));
        tool =
                new HttpTool(
                        new HttpToolConfig(
                                "orders",
                                "Looks up an order.",
                                method,
                                UrlTemplate.parse(server.url() + "/orders/{id}/items?api=2"),
                                parameters,
                                timeout,
                                Map.of("Authorization", KEY)));
        return new DeclaredTools(List.of(tool));
    }

    private Toolbox get() {
        return tool(HttpTool.Method.GET, ScriptedProvider.LONG);
    }

    private static String use(Toolbox box, String arguments) throws InterruptedException {
        return box.call(new ToolCall("1", "orders", arguments));
    }

    private void answers(String type, String body) {
        server.answers(new MockResponse.Builder().setHeader("Content-Type", type).body(body));
    }

    private void answers(int status, String body) {
        server.answers(
                new MockResponse.Builder()
                        .code(status)
                        .setHeader("Content-Type", "application/json")
                        .body(body));
    }

    @Test
    void argumentsOfAGetFillPathAndQuery() throws Exception {
        answers("application/json", "{\"state\":\"sent\"}");
        assertEquals("{\"state\":\"sent\"}", use(get(), ARGUMENTS));
        RecordedRequest request = server.request();
        assertEquals("GET", request.getMethod());
        assertEquals(
                "/v1/orders/7%20%C3%BC%3F%23%252F/items?api=2&note=a%20%26%20b&count=2&price=1.5&gift=true",
                request.getTarget());
        assertEquals(KEY, request.getHeaders().get("Authorization"));
        assertNull(request.getBody());
    }

    @Test
    void argumentsOfAPostFillPathAndBody() throws Exception {
        answers("application/json", "{}");
        use(tool(HttpTool.Method.POST, ScriptedProvider.LONG), ARGUMENTS);
        RecordedRequest request = server.request();
        assertEquals("/v1/orders/7%20%C3%BC%3F%23%252F/items?api=2", request.getTarget());
        assertEquals("application/json", request.getHeaders().get("Content-Type"));
        assertEquals(
                "{\"note\":\"a & b\",\"count\":2,\"price\":1.5,\"gift\":true}",
                request.getBody().utf8());
    }

    @Test
    void eachMethodIsSent() throws Exception {
        for (HttpTool.Method method : HttpTool.Method.values()) {
            answers(204, "");
            String told = use(tool(method, ScriptedProvider.LONG), "{\"id\":\"7\"}");
            assertEquals("Done (HTTP 204, nothing more)", told);
            assertEquals(method.name(), server.request().getMethod());
            tool.close();
        }
    }

    @Test
    void nothingIsSentForWrongArguments() throws Exception {
        Toolbox box = get();
        assertEquals("Error: wrong arguments: id is missing", use(box, "{}"));
        assertEquals(
                "Error: wrong arguments: there is no parameter of such a name; there are id, note,"
                        + " count, price, gift",
                use(box, "{\"id\":\"7\",\"host\":\"evil\"}"));
        for (String path : List.of("..", ".", "", "a/b", "..\\\\b", "a\\nb")) {
            String told = use(box, "{\"id\":\"" + path + "\"}");
            assertTrue(told.startsWith("Error: wrong arguments: "), told);
        }
        answers("text/plain", "ok");
        assertEquals("ok", use(box, "{\"id\":\"%2e%2e\"}"));
        assertEquals("/v1/orders/%252e%252e/items?api=2", server.request().getTarget());
    }

    @Test
    void aRefusalIsToldInItsOwnWords() throws Exception {
        answers(404, "{\"error\":\"no order 7\"}");
        answers(500, "");
        Toolbox box = get();
        assertEquals("Error: HTTP 404: {\"error\":\"no order 7\"}", use(box, "{\"id\":\"7\"}"));
        assertEquals("Error: HTTP 500", use(box, "{\"id\":\"7\"}"));
    }

    @Test
    void aSecretThatComesBackIsMasked() throws Exception {
        answers(401, "{\"error\":\"bad key top-secret-key\"}");
        assertEquals("Error: HTTP 401: {\"error\":\"bad key ***\"}", use(get(), "{\"id\":\"7\"}"));
        assertFalse(tool.toString().contains("secret"));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        server.answers(new MockResponse.Builder().code(302).setHeader("Location", server.url()));
        assertEquals(
                "Error: HTTP 302: a redirect, which is not followed", use(get(), "{\"id\":\"7\"}"));
        server.request();
        answers("text/plain", "next");
        use(get(), "{\"id\":\"8\"}");
        assertTrue(server.request().getTarget().startsWith("/v1/orders/8"));
    }

    @Test
    void aHugeAnswerIsCutBetweenCharacters() throws Exception {
        answers("text/plain; charset=utf-8", "ü".repeat(1_000_000));
        String told = use(get(), "{\"id\":\"7\"}");
        assertEquals("ü".repeat(ToolAnswer.MOST_BYTES / 2) + "\n(cut after 16 KiB)", told);
    }

    @Test
    void whatIsNoTextIsNamed() throws Exception {
        server.answers(
                new MockResponse.Builder()
                        .setHeader("Content-Type", "image/png")
                        .body(new Buffer().write(new byte[100])));
        assertEquals(
                "(content of type image/png, which cannot be read here)",
                use(get(), "{\"id\":\"7\"}"));
        answers("application/problem+json", "{}");
        assertEquals("{}", use(get(), "{\"id\":\"7\"}"));
        answers("text/plain; charset=iso-8859-1", "plain");
        assertEquals("plain", use(get(), "{\"id\":\"7\"}"));
    }

    @Test
    void aLateAnswerIsToldAndADoubtWithIt() throws Exception {
        var gone = new CountDownLatch(1);
        server.fallsSilentAfter(new MockResponse.Builder(), new byte[0], gone);
        Toolbox box = tool(HttpTool.Method.POST, Duration.ofSeconds(2));
        assertEquals(
                "Error: orders: answer not complete within 2000 ms; whether it was done all the same is"
                        + " unknown",
                use(box, "{\"id\":\"7\"}"));
        assertTrue(gone.await(60, TimeUnit.SECONDS), "the request was not cancelled");
    }

    @Test
    void whoIsNotThereIsToldWithoutAnAddress() throws Exception {
        Toolbox box = tool(HttpTool.Method.POST, ScriptedProvider.LONG);
        server.close();
        assertEquals("Error: orders: cannot be reached now", use(box, "{\"id\":\"7\"}"));
    }

    @Test
    void interruptionEndsTheRequest() throws Exception {
        var gone = new CountDownLatch(1);
        server.fallsSilentAfter(new MockResponse.Builder(), new byte[0], gone);
        Toolbox box = get();
        var ended = new SynchronousQueue<Object>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            Object end;
                            try {
                                end = use(box, "{\"id\":\"7\"}");
                            } catch (InterruptedException interrupted) {
                                end = interrupted;
                            }
                            try {
                                ended.put(end);
                            } catch (InterruptedException strange) {
                                throw new IllegalStateException(strange);
                            }
                        });
        server.request();
        caller.interrupt();
        assertInstanceOf(InterruptedException.class, ended.poll(60, TimeUnit.SECONDS));
        assertTrue(gone.await(60, TimeUnit.SECONDS), "the request was not cancelled");
    }

    @Test
    void aPlaceThatIsOptionalIsABug() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new HttpToolConfig(
                                "orders",
                                "",
                                HttpTool.Method.GET,
                                UrlTemplate.parse("http://localhost/{id}"),
                                List.of(ToolParameter.of("id", Type.STRING, false)),
                                ScriptedProvider.LONG,
                                Map.of()));
    }
}
