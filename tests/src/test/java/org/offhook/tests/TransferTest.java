package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.server.answers.ApiClient;
import org.offhook.server.answers.ApiFile;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;
import org.offhook.sip.CallEnd;
import org.offhook.tests.peer.AnsweringPhone;
import org.offhook.tests.peer.ChatProvider;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.ScriptedPhone;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;

/** Callers who want a person, and calls that are placed over HTTP, with one running program. */
@Timeout(1_200)
class TransferTest {
    private static final int TELEPHONE_HZ = 8_000;
    private static final double LOUD = 0.01;
    private static final String CONNECTS = "I will ask them.";

    @TempDir static Path folder;

    private static final AtomicReference<String> wanted = new AtomicReference<>("");
    private static final AtomicReference<String> understood = new AtomicReference<>("");
    private static AnsweringPhone busy;
    private static AnsweringPhone person;
    private static AnsweringPhone another;
    private static ChatProvider provider;
    private static HttpServer recogniser;
    private static OffhookProcess offhook;
    private static byte[][] wish;
    private static byte[][] question;

    @BeforeAll
    static void start() throws Exception {
        wish = Ulaw.frames(spoken("My purple piano is out of tune."));
        question = Ulaw.frames(spoken("Which colour has my piano?"));
        busy = AnsweringPhone.refusing(486);
        person = AnsweringPhone.playing(new Sound(new short[320], 16_000), Duration.ofMinutes(10));
        another = AnsweringPhone.playing(new Sound(new short[320], 16_000), Duration.ofMinutes(10));
        provider = ChatProvider.scripted(TransferTest::reply);
        recogniser = recogniser();
        Path home = Files.createDirectories(folder.resolve("offhook"));
        offhook = OffhookProcess.serve(config(), home);
    }

    /** What a caller says here is no matter of recognition: a busy machine needs seconds for it. */
    private static HttpServer recogniser() throws IOException {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(local, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/v1/audio/transcriptions",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] text =
                            ("{\"text\":\"" + understood + "\"}").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        server.start();
        return server;
    }

    @AfterAll
    static void stop() throws IOException {
        offhook.close();
        recogniser.stop(0);
        provider.close();
        busy.close();
        person.close();
        another.close();
    }

    private static Sound spoken(String text) throws Exception {
        return Sound.spoken(text, folder).at(TELEPHONE_HZ);
    }

    private static String config() {
        return """
        language-models:
          scripted: {base-url: "%s", model: scripted, first-token-timeout: 30s}
        recognisers:
          scripted: {kind: openai, base-url: "http://127.0.0.1:%d/v1", model: scripted, timeout: 30s}
        agents:
          - name: desk
            numbers: ["*"]
            bank: demo
            language-model: scripted
            recogniser: scripted
            tools: [transfer]
            limits: {silence: 10m}
            transfers:
              busy: {to: "%s", kind: attended, ring: 60s}
              person: {to: "%s", kind: attended, ring: 60s, whisper: "A caller. {summary}"}
        calls: {most-of-line: 1, to: ["sip:100@127.0.0.1:*"]}
        """
                .formatted(
                        provider.baseUrl(),
                        recogniser.getAddress().getPort(),
                        busy.uri(),
                        person.uri());
    }

    private static List<String> reply(String request) {
        return request.contains("The transfer ended")
                ? List.of(ChatProvider.words("Purple."))
                : List.of(
                        ChatProvider.words(CONNECTS),
                        ChatProvider.tool(
                                "c1",
                                "transfer",
                                "{\"to\":\"" + wanted + "\",\"summary\":\"About a bill.\"}"));
    }

    @Test
    void aBusyPersonSendsTheCallerBackAndTheAgentKnowsWhatWasSaid() throws Exception {
        wanted.set("busy");
        understood.set("My purple piano is out of tune.");
        try (var phone = ScriptedPhone.call(offhook.address())) {
            isGreeted(phone);
            saysUntil(phone, wish, () -> offhook.log().contains("no transfer, status 486"));
            long before = phone.heardFrames();
            until(phone, () -> phone.heardFrames() > before + 50);
            isSilent(phone);
            String end = "The transfer ended with SIP status 486";
            understood.set("Which colour has my piano?");
            saysUntil(phone, question, () -> requestsWith(end) > 0);
            assertTrue(requestsWith(CONNECTS) > 0, "what was said before is known");
        }
    }

    @Test
    void aPersonIsToldAndGetsTheCaller() throws Exception {
        wanted.set("person");
        understood.set("My purple piano is out of tune.");
        try (var phone = ScriptedPhone.call(offhook.address())) {
            isGreeted(phone);
            saysUntil(phone, wish, () -> !phone.referredTo().isEmpty());
            assertTrue(phone.referredTo().startsWith("<sip:100@127.0.0.1:"), phone.referredTo());
            assertTrue(phone.referredTo().contains("?Replaces="), phone.referredTo());
            until(phone, phone::isHungUp);
            Sound told = person.heard(OffhookProcess.PATIENCE);
            assertEquals(CallEnd.By.PEER, person.endedBy());
            assertTrue(told.louderThan(LOUD).toMillis() > 500, "the person was told nothing");
        }
    }

    @Test
    void aCallIsPlacedOverHttpWithinItsLimits() throws Exception {
        JsonNode refused = call(403, "sip:100@elsewhere.example");
        assertTrue(refused.path("error").asText().contains("calls.to"), refused::toString);
        assertEquals("busy", over(call(201, busy.uri())).path("outcome").asText());

        JsonNode placed = call(201, another.uri());
        JsonNode now = placed;
        while (!now.path("state").asText().equals("answered")) {
            now = ask(200, "GET", "/calls/" + placed.path("id").asText(), "");
        }
        assertTrue(call(429, another.uri()).path("error").asText().contains("calls.most-of-line"));
        ask(202, "DELETE", "/calls/" + placed.path("id").asText(), "");
        assertEquals("hung-up", over(placed).path("outcome").asText());
        another.heard(OffhookProcess.PATIENCE);
        assertEquals(CallEnd.By.PEER, another.endedBy());
        ask(404, "GET", "/calls/nothing", "");
        ask(422, "POST", "/calls", "{\"to\":\"100\"}");
    }

    private static JsonNode call(int status, String to) throws Exception {
        return ask(status, "POST", "/calls", "{\"to\":\"" + to + "\",\"ringTimeout\":\"60s\"}");
    }

    private static JsonNode over(JsonNode call) throws Exception {
        JsonNode now = call;
        while (!now.path("state").asText().equals("over")) {
            now = ask(200, "GET", "/calls/" + call.path("id").asText(), "");
        }
        return now;
    }

    private static JsonNode ask(int status, String method, String path, String body)
            throws Exception {
        ApiFile api = ApiFile.read(offhook.data()).orElseThrow();
        ApiResponse got = ApiClient.ask(api, new ApiRequest(method, path, Map.of(), body, "test"));
        assertEquals(status, got.status(), got.body()::toString);
        return got.body();
    }

    private static long requestsWith(String text) {
        return provider.requests().stream().filter(body -> body.contains(text)).count();
    }

    private static void isGreeted(ScriptedPhone phone) throws Exception {
        until(phone, () -> phone.heardFrames() > 50);
        isSilent(phone);
    }

    private static void isSilent(ScriptedPhone phone) throws Exception {
        until(phone, () -> hasBeenSilent(phone));
    }

    /** For a second. */
    private static boolean hasBeenSilent(ScriptedPhone phone) {
        return System.nanoTime() - phone.lastAudibleNanos() > 1_000_000_000;
    }

    /** Says it, and once more wherever a slow machine has not understood it in time. */
    private static void saysUntil(ScriptedPhone phone, byte[][] words, Callable<Boolean> what)
            throws Exception {
        while (!what.call()) {
            long before = phone.heardFrames();
            phone.speak(words);
            until(
                    phone,
                    () -> what.call() || phone.heardFrames() > before + 20 && hasBeenSilent(phone));
        }
    }

    /** The phone lives on until then. */
    private static void until(ScriptedPhone phone, Callable<Boolean> what) throws Exception {
        long endNanos = System.nanoTime() + OffhookProcess.PATIENCE.toNanos();
        while (!what.call()) {
            assertTrue(System.nanoTime() < endNanos, offhook::log);
            phone.listen();
        }
    }
}
