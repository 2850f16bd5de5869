package org.offhook.server.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.LiveParts;
import org.offhook.cache.Lookup;
import org.offhook.cache.Proof;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.AnswerImport;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.RefusedException;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.server.config.AnswerFileReader.Found;
import org.offhook.server.eval.Evaluation;
import org.offhook.server.eval.QuestionFile;

/**
 * All that can be done to answers, as requests and responses: the HTTP server of a running program
 * and the command line beside it ask the same. Any thread; may block.
 */
public final class AnswersApi implements Api {
    private static final ObjectMapper json = new ObjectMapper();

    /** Decisions cost milliseconds of the machine that answers calls: more are refused with 422. */
    private static final int MOST_QUESTIONS = 1_000;

    private final AnswerDesk desk;
    private final Surroundings around;

    /** What the desk does not know. */
    public interface Surroundings {
        /** The decision on a question as a call would get it. */
        Lookup test(String agent, String question) throws IOException;

        /** How many approved answers still wait for their audio. */
        int waitingForAudio();

        /** What became of answers with slots, by agent; empty where no calls are taken. */
        default Map<String, LiveParts.Counts> slots() {
            return Map.of();
        }

        /** What is proven of answers that are played; empty where no calls are taken. */
        default Optional<Proof> proof() {
            return Optional.empty();
        }

        /** What became of callers' turns at the cache, by agent. */
        default Map<String, Map<String, Long>> asked() {
            return Map.of();
        }

        /** The judge was wrong about an answer: what it said of it no longer counts. */
        void acquitted(Key key) throws IOException;

        /** Whom the agent asks what it does not know, if anybody. */
        Optional<LanguageModel> model(String agent);
    }

    public AnswersApi(AnswerDesk desk, Surroundings around) {
        this.desk = desk;
        this.around = around;
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws InterruptedException {
        try {
            return route(request);
        } catch (RefusedException refused) {
            return ApiResponse.refused(refused.reasons());
        } catch (JsonProcessingException broken) {
            return ApiResponse.error(400, "the body is no JSON: " + broken.getOriginalMessage());
        } catch (IOException world) {
            return ApiResponse.error(503, String.valueOf(world.getMessage()));
        }
    }

    private ApiResponse route(ApiRequest request)
            throws IOException, RefusedException, InterruptedException {
        List<String> path = List.of(request.path().replaceFirst("^/+", "").split("/+"));
        if (!path.getFirst().equals("answers") || path.size() > 4) {
            return ApiResponse.error(404, "there is /answers only");
        }
        String verb = path.size() == 2 ? path.get(1) : "";
        return switch (request.method() + " " + (path.size() == 1 ? "" : verb)) {
            case "GET " -> path.size() == 1 ? list(request) : one(request, path);
            case "POST " -> path.size() == 1 ? add(request) : one(request, path);
            case "GET export" -> export(request);
            case "GET backup" -> new ApiResponse(200, AnswersBackup.told(desk.everything()));
            case "GET status" -> status();
            case "POST import" -> importAll(request);
            case "POST test" -> test(request);
            case "POST eval" -> eval(request);
            case "PUT ", "DELETE " -> one(request, path);
            default -> notAllowed(request);
        };
    }

    private static ApiResponse notAllowed(ApiRequest request) {
        return ApiResponse.error(405, request.method() + " is not possible at " + request.path());
    }

    private ApiResponse one(ApiRequest request, List<String> path)
            throws IOException, RefusedException, InterruptedException {
        if (path.size() < 3) {
            return notAllowed(request);
        }
        var key = new Key(path.get(1), path.get(2));
        Optional<StoredAnswer> found = desk.find(key);
        if (found.isEmpty()) {
            return ApiResponse.error(404, "there is no " + key);
        }
        String deed = request.method() + (path.size() == 4 ? " " + path.get(3) : "");
        return switch (deed) {
            case "GET" -> answer(200, found.get());
            case "PUT" -> edit(request, key);
            case "DELETE" -> answer(200, desk.delete(key, request.who()));
            case "POST approve" -> answer(200, desk.approve(key, request.who()));
            case "POST suspend" ->
                    answer(200, desk.suspend(key, request.who(), request.query("why")));
            case "POST undo" -> undo(request, found.get());
            case "POST propose" -> propose(request, found.get());
            default -> notAllowed(request);
        };
    }

    private ApiResponse undo(ApiRequest request, StoredAnswer before)
            throws IOException, RefusedException {
        StoredAnswer answer = desk.undo(before.key(), request.who());
        if (ShadowJudge.hasSuspended(before)) {
            around.acquitted(before.key());
            desk.count(before.key(), StoredAnswer.Usage::acquitted);
        }
        return answer(200, answer);
    }

    private ApiResponse propose(ApiRequest request, StoredAnswer answer)
            throws IOException, RefusedException, InterruptedException {
        ObjectNode body = ApiResponse.object();
        var ids = body.putArray("proposed");
        Optional<LanguageModel> model = around.model(answer.key().agent());
        Proposals.propose(desk, model, answer, request.who()).forEach(ids::add);
        return new ApiResponse(200, body);
    }

    private static ApiResponse answer(int status, StoredAnswer answer) {
        return new ApiResponse(status, AnswerJson.tree(answer));
    }

    private ApiResponse list(ApiRequest request) throws IOException {
        ObjectNode body = ApiResponse.object();
        var answers = body.putArray("answers");
        for (String agent : agents(request)) {
            for (StoredAnswer answer : desk.all(agent)) {
                Status status = answer.content().status();
                boolean wanted =
                        request.query("status").isEmpty()
                                ? status != Status.DELETED
                                : status.name().equalsIgnoreCase(request.query("status"));
                if (wanted) {
                    answers.add(AnswerJson.tree(answer).without("history"));
                }
            }
        }
        return new ApiResponse(200, body);
    }

    private List<String> agents(ApiRequest request) {
        String agent = request.query("agent");
        return agent.isEmpty() ? desk.agents() : List.of(agent);
    }

    /** The agent that is named, or the only one. */
    private String agent(String named) throws RefusedException {
        if (named.isEmpty() && desk.agents().size() != 1) {
            throw new RefusedException(
                    List.of("agent must be one of " + String.join(", ", desk.agents())));
        }
        return named.isEmpty() ? desk.agents().getFirst() : named;
    }

    private ApiResponse add(ApiRequest request) throws IOException, RefusedException {
        JsonNode node = object(request.body());
        var key = new Key(agent(node.path("agent").asText("")), node.path("id").asText(""));
        Content content = ContentJson.over(ContentJson.NEW, node);
        return answer(201, desk.add(key, content, Origin.OWNER, request.who()));
    }

    private ApiResponse edit(ApiRequest request, Key key) throws IOException, RefusedException {
        JsonNode node = object(request.body());
        Content before = desk.find(key).orElseThrow().content();
        Content after = ContentJson.over(before, node);
        return answer(200, desk.edit(key, _ -> after, request.who(), "changed"));
    }

    private static JsonNode object(String body) throws IOException, RefusedException {
        JsonNode node = json.readTree(body);
        if (node == null || !node.isObject()) {
            throw new RefusedException(List.of("the body must be a JSON object"));
        }
        return node;
    }

    private ApiResponse test(ApiRequest request) throws IOException, RefusedException {
        JsonNode node = object(request.body());
        String agent = agent(node.path("agent").asText(""));
        if (!desk.agents().contains(agent)) {
            return ApiResponse.error(404, "there is no agent " + agent);
        }
        Lookup found = around.test(agent, node.path("question").asText(""));
        ObjectNode body = ApiResponse.object();
        switch (found) {
            case Lookup.Hit hit ->
                    body.put("decision", "hit")
                            .put("answer", hit.answer().id())
                            .put("say", hit.answer().say())
                            .put("exact", hit.exact());
            case Lookup.Near near ->
                    body.put("decision", "near").put("answer", near.nearest().id());
            case Lookup.Miss _ -> body.put("decision", "miss");
        }
        body.set("evidence", json.valueToTree(found.evidence()));
        return new ApiResponse(200, body);
    }

    /** The figures of many questions, as calls would get them now. */
    private ApiResponse eval(ApiRequest request) throws IOException, RefusedException {
        String agent = agent(request.query("agent"));
        if (!desk.agents().contains(agent)) {
            return ApiResponse.error(404, "there is no agent " + agent);
        }
        Set<String> ids =
                desk.all(agent).stream()
                        .filter(answer -> answer.content().status() == Status.APPROVED)
                        .map(answer -> answer.key().id())
                        .collect(Collectors.toSet());
        QuestionFile file = QuestionFile.of("questions", request.body(), ids);
        if (file.questions().size() > MOST_QUESTIONS) {
            throw new RefusedException(List.of("at most " + MOST_QUESTIONS + " questions at once"));
        }
        Evaluation done = Evaluation.of(question -> around.test(agent, question), file.questions());
        ObjectNode body = ApiResponse.object();
        body.set("figures", json.readTree(done.json()));
        done.table().forEach(body.putArray("table")::add);
        done.wrongHits().forEach(body.putArray("wrong")::add);
        file.bad().forEach(body.putArray("bad")::add);
        return new ApiResponse(200, body);
    }

    private ApiResponse status() throws IOException {
        ObjectNode body = ApiResponse.object();
        body.put("waitingForAudio", around.waitingForAudio());
        desk.away().ifPresent(why -> body.put("clusterAway", why));
        body.set("slots", json.valueToTree(around.slots()));
        body.set("asked", json.valueToTree(around.asked()));
        around.proof().ifPresent(proof -> body.set("proof", told(proof)));
        ObjectNode agents = body.putObject("agents");
        for (String agent : desk.agents()) {
            ObjectNode counts = agents.putObject(agent);
            for (Status status : Status.values()) {
                long count =
                        desk.all(agent).stream()
                                .filter(answer -> answer.content().status() == status)
                                .count();
                counts.put(status.name().toLowerCase(Locale.ROOT), count);
            }
        }
        return new ApiResponse(200, body);
    }

    private static ObjectNode told(Proof proof) {
        ObjectNode node = ApiResponse.object();
        node.put("wrongAnswerRate", proof.wrongRate());
        node.put("learning", proof.sure().isEmpty());
        proof.sure().ifPresent(score -> node.put("playedFrom", score));
        return node.put("moreNeeded", proof.moreNeeded())
                .put("judgedHits", proof.judged())
                .put("judgedUnsaid", proof.unsaid())
                .put("text", proof.toString());
    }

    private ApiResponse export(ApiRequest request) throws IOException {
        var text = new StringBuilder();
        for (String agent : agents(request)) {
            for (StoredAnswer answer : desk.all(agent)) {
                text.append(
                        request.query("format").equals("yaml")
                                ? YamlExport.entry(answer)
                                : AnswerJson.write(answer) + "\n");
            }
        }
        boolean yaml = request.query("format").equals("yaml");
        String all = yaml && !text.isEmpty() ? "answers:\n" + text : text.toString();
        return new ApiResponse(200, ApiResponse.object().put("text", all));
    }

    private ApiResponse importAll(ApiRequest request) throws IOException, RefusedException {
        String agent = agent(request.query("agent"));
        Found found = ImportFormat.of(request.query("format")).read(agent, request.body());
        boolean keepGood = request.query("keep-good").equals("true");
        if (!found.faults().isEmpty() && !keepGood) {
            throw new RefusedException(found.faults());
        }
        AnswerImport.Report report = desk.importAll(found.rows(), keepGood, request.who());
        ObjectNode body =
                ApiResponse.object()
                        .put("added", report.added())
                        .put("changed", report.changed())
                        .put("unchanged", report.unchanged());
        var faults = body.putArray("faults");
        found.faults().forEach(faults::add);
        report.faults().forEach(faults::add);
        return new ApiResponse(200, body);
    }
}
