package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/** A caller's question takes the model to a server elsewhere, and the call to its end. */
@Timeout(1_200)
class HttpToolCallTest {
    private static final String KEY = "key-of-the-observatory";
    private static final String SENTENCE =
            "The observatory says it is four hundred thousand kilometers away. Thank you and"
                    + " goodbye.";

    @TempDir Path folder;

    @Test
    void theAnswerOfAToolIsSpokenAndTheCallEndsAfterIt() throws Exception {
        Sound.spoken("Skips the test where there is no flite to speak with.", folder);
        var asked = new ConcurrentLinkedQueue<String>();
        HttpServer observatory = observatory(asked);
        try (var provider = ChatProvider.scripted(HttpToolCallTest::reply);
                var offhook = OffhookProcess.serve(config(provider, observatory), in("offhook"))) {
            Path recording = folder.resolve("call.wav");
            String report =
                    OffhookProcess.run(
                            in("dial"),
                            OffhookProcess.PATIENCE,
                            "dial",
                            offhook.uri("desk"),
                            "--say",
                            "How far away is the moon?",
                            "--record",
                            recording.toString(),
                            "--json");
            String request = "GET /bodies/the%20moon/distance?v=2&unit=km " + KEY;
            assertEquals(List.of(request), List.copyOf(asked), offhook::log);
            assertTrue(report.contains("\"hungUpBy\":\"peer\""), report + offhook.log());
            assertHeard(recording);
            String log = offhook.log();
            assertTrue(log.contains("tool distance done"), log);
            assertTrue(log.contains("tool hang_up done"), log);
            assertFalse(log.contains("384400") || log.contains(KEY), log);
        } finally {
            observatory.stop(0);
        }
    }

    /** Asks first, and speaks when it knows. */
    private static List<String> reply(String request) {
        return request.contains("384400")
                ? List.of(ChatProvider.words(SENTENCE), ChatProvider.tool("c2", "hang_up", "{}"))
                : List.of(
                        ChatProvider.tool(
                                "c1", "distance", "{\"body\":\"the moon\",\"unit\":\"km\"}"));
    }

    private static HttpServer observatory(ConcurrentLinkedQueue<String> asked) throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String key = exchange.getRequestHeaders().getFirst("X-Key");
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + key);
                    byte[] answer = "{\"km\":384400}".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static String config(ChatProvider provider, HttpServer observatory) {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted, first-token-timeout: 30s}
        tools:
          distance:
            kind: http
            description: How far away something in the sky is.
            url: http://127.0.0.1:%d/bodies/{body}/distance?v=2
            headers: {X-Key: %s}
            parameters:
              type: object
              properties:
                body: {type: string}
                unit: {type: string, enum: [km, miles]}
              required: [body]
        agents:
          - name: desk
            numbers: ["*"]
            bank: demo
            language-model: scripted
            tools: [distance, hang_up]
        """
                .formatted(provider.baseUrl(), observatory.getAddress().getPort(), KEY);
    }

    /** The whole sentence, to its last word: the call has not ended before it. */
    private static void assertHeard(Path recording) throws Exception {
        String elsewhere = System.getenv("OFFHOOK_MODELS");
        ModelFiles files =
                ModelFiles.in(
                        elsewhere == null ? ModelFiles.defaultDirectory() : Path.of(elsewhere));
        files.fetch((what, done, total) -> {});
        short[] samples = Sound.read(recording, 1).samples();
        try (Moonshine ears = Moonshine.load(files, Moonshine.Size.BASE)) {
            String heard =
                    ears.recognise(samples, samples.length, () -> false).toLowerCase(Locale.ROOT);
            assertTrue(heard.contains("observatory"), heard);
            assertTrue(heard.contains("goodbye"), heard);
            assertTrue(heard.lastIndexOf("goodbye") > heard.indexOf("observatory"), heard);
        }
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
