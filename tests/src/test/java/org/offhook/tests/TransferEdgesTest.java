package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.server.answers.ApiClient;
import org.offhook.server.answers.ApiFile;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;
import org.offhook.tests.peer.AnsweringPhone;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.PatientCaller;
import org.offhook.tests.peer.ScriptedPhone;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.SippRun.Plan;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Switchboard;
import org.offhook.tests.peer.Ulaw;

/** Whole calls of callers who are not taken, or taken by a key, with one running program. */
@Timeout(1_800)
class TransferEdgesTest {
    private static final String WISH = "My purple piano is out of tune.";
    private static final String BANK =
            """
            name: workshop
            prompts:
              greeting: "Hello."
              unclear: "Sorry?"
              no-answer: "I don't know."
              apology: "Sorry."
              still-there: "Hello?"
              still-there-2: "Hello?"
              goodbye: "Goodbye."
              too-long: "Goodbye."
              one-moment: "One moment."
            answers:
              - id: hours
                say: "At nine."
                questions: ["when do you open"]
            """;

    @TempDir static Path folder;

    private static final List<AutoCloseable> opened = new ArrayList<>();
    private static Switchboard desk;
    private static OffhookProcess offhook;
    private static AnsweringPhone keyed;
    private static SippRun declining;
    private static SippRun ringing;
    private static SippRun alone;
    private static SippRun thinking;
    private static byte[][] words;

    @BeforeAll
    static void start() throws Exception {
        words = Ulaw.frames(Sound.spoken(WISH, folder).at(8_000));
        var silence = new Sound(new short[320], 16_000);
        keyed = open(AnsweringPhone.playing(silence, Duration.ofMinutes(20)));
        declining = open(SippRun.await(person("person-presses", "2"), in("declining")));
        ringing = open(SippRun.await(person("person-rings", "person"), in("ringing")));
        alone = open(SippRun.await(person("person-rings", "person"), in("alone")));
        thinking = open(SippRun.await(person("callee", "person"), in("thinking")));
        String transfers =
                """
                keyed: {to: "%s", kind: attended, ring: 60s, whisper: "Press one.", confirm: true}
                declining: {to: "%s", kind: attended, ring: 60s, confirm: true}
                ringing: {to: "%s", kind: attended, ring: 2s}
                alone: {to: "%s", kind: attended, ring: 60s}
                thinking: {to: "%s", kind: attended, ring: 60s, confirm: true}
                forbidding: {to: "%s", kind: attended, ring: 60s}
                refusing: {to: "%s", kind: attended, ring: 60s}
                handed: {to: "sip:handed@pbx.invalid"}
                nobody: {to: "sip:nobody@pbx.invalid"}
                """
                        .formatted(
                                keyed.uri(),
                                uri(declining),
                                uri(ringing),
                                uri(alone),
                                uri(thinking),
                                open(AnsweringPhone.refusing(403)).uri(),
                                open(AnsweringPhone.refusing(603)).uri());
        desk = open(Switchboard.open());
        bank("");
        String config = desk.config(folder.resolve("bank.yaml").toString(), transfers);
        offhook = open(OffhookProcess.serve(config, in("offhook")));
    }

    private static Plan person(String scenario, String service) {
        return Plan.call(scenario, service).within(Duration.ofMinutes(25));
    }

    private static String uri(SippRun person) {
        return "sip:person@" + Loopback.text(person.address());
    }

    private static <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /** The file as it is from now on; answers in YAML. */
    private static void bank(String answers) throws Exception {
        Path next = Files.writeString(folder.resolve("next.yaml"), BANK + answers);
        Files.move(next, folder.resolve("bank.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Refused, not answered, declined by a key; and what the peer tells of a blind transfer. */
    @ParameterizedTest
    @CsvSource({
        "forbidding, 403, 202 Accepted",
        "refusing, 603, 202 Accepted",
        "ringing, 408, 202 Accepted",
        "declining, 603, 202 Accepted",
        "nobody, 404, 202 Accepted",
        "handed, 403, 403 Forbidden"
    })
    void whoeverIsNotTakenComesBackAndIsKnown(String whom, int status, String agrees)
            throws Exception {
        desk.callersSay(WISH, whom);
        String end = "The transfer ended with SIP status " + status;
        long before = desk.requestsWith(end);
        try (var phone = ScriptedPhone.call(offhook.address())) {
            phone.whenTransferred(agrees, "404 Not Found");
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.saysUntil(
                    words, () -> !phone.referredTo().isEmpty() | desk.requestsWith(end) > before);
            caller.isSilent();
            caller.saysUntil(words, () -> desk.requestsWith(end) > before);
            long heard = phone.heardFrames();
            caller.until(() -> phone.heardFrames() > heard + 10);
            assertFalse(phone.isHungUp(), "the agent goes on");
        }
        assertTrue(desk.requestsWith(end, Switchboard.CONNECTS) > 0, "what was said is known");
        if (whom.equals("ringing")) {
            assertTrue(ringing.awaitEnd().allWell(1), "the person's phone rings no longer");
        }
        if (whom.equals("declining")) {
            assertTrue(declining.awaitEnd().allWell(1), "the person is hung up on");
        }
    }

    @Test
    void whoeverIsTakenByThePeerIsLetGo() throws Exception {
        desk.callersSay(WISH, "handed");
        try (var phone = ScriptedPhone.call(offhook.address())) {
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.saysUntil(words, () -> !phone.referredTo().isEmpty());
            assertEquals("<sip:handed@pbx.invalid>", phone.referredTo());
            caller.until(phone::isHungUp);
        }
    }

    @Test
    void aPersonTakesACallByAKey() throws Exception {
        desk.callersSay(WISH, "keyed");
        try (var phone = ScriptedPhone.call(offhook.address())) {
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.saysUntil(words, () -> offhook.log().contains(" calls " + keyed.uri()));
            caller.until(() -> keyed.hears(0.01));
            assertEquals("", phone.referredTo(), "not before the key");
            keyed.press("1");
            caller.until(() -> !phone.referredTo().isEmpty());
            assertTrue(phone.referredTo().contains("?Replaces="), phone.referredTo());
            caller.until(phone::isHungUp);
            keyed.heard(OffhookProcess.PATIENCE);
        }
    }

    @Test
    void whoeverHangsUpMeanwhileLeavesNoRingingPhone() throws Exception {
        leavesWhen("alone", () -> alone.hasLogged("ringing"));
        assertTrue(alone.awaitEnd().allWell(1), "the person's phone rings no longer");
    }

    @Test
    void whoeverHangsUpMeanwhileLeavesNobodyOnTheLine() throws Exception {
        leavesWhen("thinking", () -> thinking.hasLogged("established"));
        assertTrue(thinking.awaitEnd().allWell(1), "the person is hung up on");
    }

    private static void leavesWhen(String whom, Callable<Boolean> asked) throws Exception {
        desk.callersSay(WISH, whom);
        String call;
        try (var phone = ScriptedPhone.call(offhook.address())) {
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.saysUntil(words, asked);
            assertFalse(phone.isHungUp());
            call = phone.callId();
        }
        offhook.awaitLogged("call " + call + "\\S* over after", OffhookProcess.PATIENCE);
        assertFalse(offhook.log().contains(call + ": no transfer"), offhook::log);
    }

    /** What came over HTTP leads nobody anywhere; the bank's file is the operator's own word. */
    @Test
    void anAnswerLeadsOnlyWhereTheFileSays() throws Exception {
        answer("boss", "sip:boss@pbx.invalid", "put me through to the boss");
        desk.callersSay("Put me through to the boss.");
        String refused = "transfer to sip:boss@pbx.invalid refused";
        try (var phone = ScriptedPhone.call(offhook.address())) {
            var caller = new PatientCaller(phone, offhook::log);
            caller.isGreeted();
            caller.until(() -> isFound("boss", "put me through to the boss"));
            caller.saysUntil(words, () -> offhook.log().contains(refused));
            long heard = phone.heardFrames();
            caller.until(() -> phone.heardFrames() > heard + 10);
            assertEquals("", phone.referredTo());

            bank(
                    """
                      - id: chef
                        say: "One moment."
                        questions: ["put me through to the chef"]
                        then: "transfer sip:chef@pbx.invalid"
                    """);
            caller.until(() -> isFound("chef", "put me through to the chef"));
            desk.callersSay("Put me through to the chef.");
            caller.saysUntil(words, () -> !phone.referredTo().isEmpty());
            assertEquals("<sip:chef@pbx.invalid>", phone.referredTo());
            caller.until(phone::isHungUp);
        }
    }

    private static void answer(String id, String to, String question) throws Exception {
        ask(
                "POST",
                "/answers",
                """
                {"agent": "desk", "id": "%s", "say": "One moment.",
                 "questions": ["%s"], "then": "transfer %s"}
                """
                        .formatted(id, question, to));
    }

    private static boolean isFound(String id, String question) throws Exception {
        String body = "{\"agent\": \"desk\", \"question\": \"" + question + "\"}";
        JsonNode found = ask("POST", "/answers/test", body);
        return found.path("decision").asText().equals("hit")
                && found.path("answer").asText().equals(id);
    }

    private static JsonNode ask(String method, String path, String body) throws Exception {
        ApiFile api = ApiFile.read(offhook.data()).orElseThrow();
        ApiResponse got = ApiClient.ask(api, new ApiRequest(method, path, Map.of(), body, "test"));
        assertTrue(got.status() < 300, got.body()::toString);
        return got.body();
    }

    private static Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
