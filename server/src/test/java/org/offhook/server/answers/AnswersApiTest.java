package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.LanguageModel;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;
import org.offhook.cache.Proof;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Key;

/** A person, or a page's server, changes answers over HTTP. */
@Timeout(600)
class AnswersApiTest {
    private static final String HOURS =
            "{\"id\":\"hours\",\"say\":\"At ten.\",\"questions\":[\"when do you open\"]}";

    @TempDir Path folder;
    private final List<Key> acquitted = new CopyOnWriteArrayList<>();
    private AnswerDesk desk;
    private LuceneAnswerStore store;
    private AnswersApi api;
    private ApiServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws IOException {
        store = LuceneAnswerStore.open(folder.resolve("answers"));
        desk = new AnswerDesk(store, Map.of("shop", Locale.ENGLISH), InstantSource.system());
        api =
                new AnswersApi(
                        desk,
                        new AnswersApi.Surroundings() {
                            @Override
                            public Lookup test(String agent, String question) {
                                var evidence = new Lookup.Evidence(1, 1, "hours", "", "exact");
                                var answer =
                                        new Answer(
                                                "hours",
                                                "At ten.",
                                                List.of(question),
                                                new Answer.Then.Listen());
                                return new Lookup.Hit(answer, true, evidence);
                            }

                            @Override
                            public void acquitted(Key key) {
                                acquitted.add(key);
                            }

                            @Override
                            public Optional<Proof> proof() {
                                return Optional.of(
                                        new Proof(0.005, OptionalDouble.empty(), 299, 12, 34));
                            }

                            @Override
                            public Map<String, Map<String, Long>> asked() {
                                return Map.of("shop", Map.of("miss: control characters", 3L));
                            }

                            @Override
                            public Optional<LanguageModel> model(String agent) {
                                return Optional.empty();
                            }

                            @Override
                            public int waitingForAudio() {
                                return 3;
                            }
                        });
        server = start("");
    }

    private ApiServer start(String token) throws IOException {
        return ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), api, token, folder);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        store.close();
        client.close();
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String good(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = ask(method, path, body, "X-Who", "ann");
        assertEquals(status, response.statusCode(), response.body());
        return response.body();
    }

    @Test
    void anAnswerIsAddedChangedSuspendedAndBroughtBack() throws Exception {
        assertTrue(good(201, "POST", "/answers", HOURS).contains("\"status\":\"approved\""));
        assertTrue(good(200, "GET", "/answers", "").contains("\"id\":\"hours\""));
        String put = "{\"say\":\"At nine.\"}";
        assertTrue(good(200, "PUT", "/answers/shop/hours", put).contains("At nine."));
        good(200, "POST", "/answers/shop/hours/suspend?why=wrong%20hour", "");
        String shown = good(200, "GET", "/answers/shop/hours", "");
        assertTrue(shown.contains("\"who\":\"ann\",\"what\":\"wrong hour\""), shown);
        assertTrue(good(200, "POST", "/answers/shop/hours/undo", "").contains("approved"));
        assertTrue(good(200, "DELETE", "/answers/shop/hours", "").contains("deleted"));
        assertFalse(good(200, "GET", "/answers", "").contains("hours"));
        assertTrue(good(200, "GET", "/answers/status", "").contains("\"deleted\":1"));
    }

    @Test
    void whoBringsAnAnswerBackThatTheJudgeSuspendedAcquitsIt() throws Exception {
        var key = new Key("shop", "hours");
        good(201, "POST", "/answers", HOURS);
        good(200, "POST", "/answers/shop/hours/suspend?why=paving", "");
        good(200, "POST", "/answers/shop/hours/undo", "");
        assertEquals(List.of(), acquitted, "that was ann's own");
        desk.count(key, _ -> new StoredAnswer.Usage(0, 0, 0, 3, 1, Optional.empty()));
        desk.suspend(key, ShadowJudge.WHO, ShadowJudge.FOUND_WRONG);
        assertTrue(good(200, "POST", "/answers/shop/hours/undo", "").contains("approved"));
        assertEquals(List.of(key), acquitted);
        assertEquals(0, desk.find(key).orElseThrow().usage().wrong());
        assertEquals(3, desk.find(key).orElseThrow().usage().judged());
    }

    @Test
    void whatIsWrongIsSaidInWords() throws Exception {
        good(201, "POST", "/answers", HOURS);
        assertTrue(good(422, "POST", "/answers", HOURS).contains("is there already"));
        String other = HOURS.replace("hours", "late");
        assertTrue(good(422, "POST", "/answers", other).contains("would mean both late and hours"));
        assertTrue(good(400, "POST", "/answers", "{\"id\":").contains("no JSON"));
        assertTrue(good(422, "POST", "/answers", "[]").contains("object"));
        assertTrue(good(422, "POST", "/answers", "{\"id\":\"x\"}").contains("say is missing"));
        good(404, "GET", "/answers/shop/parking", "");
        good(404, "GET", "/", "");
        good(405, "PATCH", "/answers", "");
        good(405, "POST", "/answers/shop/hours/paint", "");
        String imported =
                good(422, "POST", "/answers/import?format=tsv", "id\tquestion\tsay\nA b\tx y\tz\n");
        assertTrue(imported.contains("line 2: id must be"), imported);
    }

    @Test
    void anImportTellsWhatItDidAndAnExportBringsItAllBack() throws Exception {
        String csv = "id,question,say\nhours,\"when, then?\",At ten.\nhours,open when,\n";
        String done = good(200, "POST", "/answers/import?format=csv", csv);
        assertTrue(done.contains("\"added\":1"), done);
        String yaml = text(good(200, "GET", "/answers/export?format=yaml", ""));
        assertTrue(yaml.contains("- \"when, then?\""), yaml);
        assertTrue(
                good(200, "POST", "/answers/import?format=yaml", yaml).contains("\"unchanged\":1"));
        String lines = text(good(200, "GET", "/answers/export", ""));
        assertTrue(
                good(200, "POST", "/answers/import?format=jsonl", lines)
                        .contains("\"unchanged\":1"));
    }

    private static String text(String body) throws IOException {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(body)
                .get("text")
                .asText();
    }

    @Test
    void aTestShowsTheDecisionWithItsReasons() throws Exception {
        String body = "{\"question\":\"when do you open\"}";
        String tested = good(200, "POST", "/answers/test", body);
        assertTrue(tested.contains("\"decision\":\"hit\",\"answer\":\"hours\""), tested);
        assertTrue(tested.contains("\"reason\":\"exact\""), tested);
        good(404, "POST", "/answers/test", "{\"agent\":\"bar\",\"question\":\"x\"}");
    }

    @Test
    void statusTellsWhatIsMissingForTheTargetAndWhatBecameOfQuestions() throws Exception {
        String status = good(200, "GET", "/answers/status", "");
        assertTrue(status.contains("\"learning\":true,\"moreNeeded\":299"), status);
        assertTrue(status.contains("\"judgedHits\":12,\"judgedUnsaid\":34"), status);
        assertTrue(status.contains("\"miss: control characters\":3"), status);
        var request = new ApiRequest("GET", "/answers/status", Map.of(), "", "ann");
        List<String> told = AnswersText.lines(api.handle(request));
        assertTrue(
                told.containsAll(
                        List.of(
                                "asked of shop:      3  miss: control characters",
                                "at most 0.5 % wrong: learning, 299 more judged answers needed",
                                "judged here: 12 answers that were said, 34 that nearly were")),
                told::toString);
    }

    @Test
    void questionsWithKnownAnswersAreCounted() throws Exception {
        good(201, "POST", "/answers", HOURS);
        String tsv = "hours\tplain\twhen do you open\n-\tother\tis it raining\nlate\tx\ty\n";
        String done = good(200, "POST", "/answers/eval?agent=shop", tsv);
        assertTrue(done.contains("\"asked\":2,\"answerable\":1,\"rightHits\":1"), done);
        assertTrue(done.contains("\"wrong\":[\"wrong: expected -, played hours"), done);
        assertTrue(done.contains("questions:3: the bank has no answer late"), done);
        good(404, "POST", "/answers/eval?agent=bar", tsv);
        good(422, "POST", "/answers/eval", "-\tx\ty\n".repeat(1_001));
    }

    @Test
    void whoChangesIsKeptAsAName() throws Exception {
        good(201, "POST", "/answers", HOURS);
        ask("DELETE", "/answers/shop/hours", "", "X-Who", "x".repeat(1_000));
        String shown = good(200, "GET", "/answers/shop/hours", "");
        assertTrue(shown.contains("\"who\":\"" + "x".repeat(64) + "\""), shown);
    }

    @Test
    void webPagesAreRefused() throws Exception {
        assertEquals(
                403, ask("GET", "/answers", "", "Origin", "https://evil.example").statusCode());
    }

    @Test
    void withATokenNobodyComesWithoutIt() throws Exception {
        server.close();
        server = start("sesame");
        assertEquals(401, ask("GET", "/answers", "").statusCode());
        assertEquals(401, ask("GET", "/answers", "", "Authorization", "Bearer sesam").statusCode());
        assertEquals(
                200, ask("GET", "/answers", "", "Authorization", "Bearer sesame").statusCode());
        ApiFile file = ApiFile.read(folder).orElseThrow();
        var request = new ApiRequest("GET", "/answers", Map.of(), "", "ann");
        assertEquals(200, ApiClient.ask(file, request).status(), "who reads the folder may come");
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("answers-api.json"))));
        server.close();
        assertTrue(ApiFile.read(folder).isEmpty());
    }
}
