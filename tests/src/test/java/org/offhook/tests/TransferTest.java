package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
import org.offhook.tests.peer.Dictation;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.PatientCaller;
import org.offhook.tests.peer.ScriptedPhone;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Switchboard;
import org.offhook.tests.peer.Ulaw;

/** Callers who want a person, and calls that are placed over HTTP, with one running program. */
@Timeout(1_200)
class TransferTest {
    private static final int TELEPHONE_HZ = 8_000;

    @TempDir static Path folder;

    private static AnsweringPhone busy;
    private static AnsweringPhone person;
    private static AnsweringPhone another;
    private static Switchboard desk;
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
        desk = Switchboard.open();
        Path home = Files.createDirectories(folder.resolve("offhook"));
        offhook = OffhookProcess.serve(config(), home);
    }

    @AfterAll
    static void stop() throws IOException {
        offhook.close();
        desk.close();
        busy.close();
        person.close();
        another.close();
    }

    private static Sound spoken(String text) throws Exception {
        return Sound.spoken(text, folder).at(TELEPHONE_HZ);
    }

    private static String config() {
        String transfers =
                """
                busy: {to: "%s", kind: attended, ring: 60s}
                person: {to: "%s", kind: attended, ring: 60s, whisper: "A caller. {summary}"}
                """
                        .formatted(busy.uri(), person.uri());
        return desk.config(transfers) + "calls: {most-of-line: 1, to: [\"sip:100@127.0.0.1:*\"]}\n";
    }

    @Test
    void aBusyPersonSendsTheCallerBackAndTheAgentKnowsWhatWasSaid() throws Exception {
        desk.callersSay("My purple piano is out of tune.", "busy");
        try (var phone = ScriptedPhone.call(offhook.address())) {
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.saysUntil(wish, () -> offhook.log().contains("no transfer, status 486"));
            long before = phone.heardFrames();
            caller.until(() -> phone.heardFrames() > before + 50);
            caller.isSilent();
            String end = "The transfer ended with SIP status 486";
            desk.callersSay("Which colour has my piano?");
            caller.saysUntil(question, () -> desk.requestsWith(end) > 0);
            assertTrue(
                    desk.requestsWith(Switchboard.CONNECTS) > 0, "what was said before is known");
        }
    }

    @Test
    void aPersonIsToldAndGetsTheCaller() throws Exception {
        desk.callersSay("My purple piano is out of tune.", "person");
        try (var phone = ScriptedPhone.call(offhook.address())) {
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.saysUntil(wish, () -> !phone.referredTo().isEmpty());
            assertTrue(phone.referredTo().startsWith("<sip:100@127.0.0.1:"), phone.referredTo());
            assertTrue(phone.referredTo().contains("?Replaces="), phone.referredTo());
            caller.until(phone::isHungUp);
            Sound told = person.heard(OffhookProcess.PATIENCE);
            assertEquals(CallEnd.By.PEER, person.endedBy());
            try (Dictation dictation = Dictation.open()) {
                String words = dictation.of(told);
                String whisper = "A caller. " + Switchboard.SUMMARY;
                assertTrue(Dictation.share(whisper, words) >= 0.8, words);
            }
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
}
