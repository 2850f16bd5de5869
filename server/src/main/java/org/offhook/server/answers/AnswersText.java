package org.offhook.server.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the API says, for people; and what people say, for the API. Pure. */
public final class AnswersText {
    private AnswersText() {}

    /**
     * The body of a request that adds or changes.
     *
     * @param texts by the names of the API; null where it is not said
     */
    public static String body(Map<String, String> texts, List<String> questions) {
        ObjectNode body = ApiResponse.object();
        texts.forEach((name, text) -> {
            if (text != null) {
                body.put(name, text);
            }
        });
        if (questions != null && !questions.isEmpty()) {
            ArrayNode all = body.putArray("questions");
            questions.forEach(all::add);
        }
        return body.toString();
    }

    /** Why it failed; empty where it did not. */
    public static List<String> faults(ApiResponse response) {
        if (response.status() < 400) {
            return List.of();
        }
        var reasons = new ArrayList<String>();
        response.body().path("reasons").forEach(reason -> reasons.add(reason.asText()));
        if (reasons.isEmpty()) {
            reasons.add(response.body().path("error").asText("status " + response.status()));
        }
        return reasons;
    }

    /** A whole export. */
    public static String exported(ApiResponse response) {
        return response.body().path("text").asText();
    }

    /** Lines for a person about whatever came. */
    public static List<String> lines(ApiResponse response) {
        JsonNode body = response.body();
        var lines = new ArrayList<String>();
        if (body.has("answers")) {
            body.get("answers").forEach(answer -> lines.add(row(answer)));
        } else if (body.has("decision")) {
            decision(body, lines);
        } else if (body.has("added")) {
            body.path("faults").forEach(fault -> lines.add("left out  " + fault.asText()));
            lines.add(
                    "%d added, %d changed, %d as they were"
                            .formatted(
                                    body.path("added").asInt(),
                                    body.path("changed").asInt(),
                                    body.path("unchanged").asInt()));
        } else if (body.has("proposed")) {
            body.get("proposed").forEach(id -> lines.add("proposed  " + id.asText()));
        } else if (body.has("agents")) {
            status(body, lines);
        } else if (body.has("id")) {
            answer(body, lines);
        }
        return lines;
    }

    private static String row(JsonNode answer) {
        int asked = answer.path("usage").path("asked").asInt();
        return "%-9s  %-28s  %s%s"
                .formatted(
                        answer.path("status").asText(),
                        answer.path("agent").asText() + "/" + answer.path("id").asText(),
                        said(answer),
                        asked == 0 ? "" : "  (asked " + asked + " times)");
    }

    private static String said(JsonNode answer) {
        String say = answer.path("say").asText();
        String first = answer.path("questions").path(0).asText();
        return say.isEmpty() ? "no answer to \"" + first + "\"" : cut(say);
    }

    private static String cut(String text) {
        return text.length() <= 72 ? text : text.substring(0, 71) + "…";
    }

    private static void answer(JsonNode answer, List<String> lines) {
        lines.add(
                "%s/%s  %s, version %d, by %s"
                        .formatted(
                                answer.path("agent").asText(),
                                answer.path("id").asText(),
                                answer.path("status").asText(),
                                answer.path("version").asLong(),
                                answer.path("origin").asText()));
        lines.add("  say       " + said(answer));
        for (JsonNode question : answer.path("questions")) {
            lines.add("  question  " + question.asText());
        }
        lines.add("  then      " + answer.path("then").asText());
        for (String field : List.of("language", "state", "from", "until")) {
            if (!answer.path(field).asText("").isEmpty()) {
                lines.add("  %-8s  %s".formatted(field, answer.get(field).asText()));
            }
        }
        if (answer.path("dynamic").asBoolean()) {
            lines.add("  dynamic   never said from the cache");
        }
        JsonNode usage = answer.path("usage");
        if (usage.path("asked").asInt() > 0) {
            lines.add(
                    "  learned   asked %d times; callers waited %.1f s for it, about %d tokens"
                            .formatted(
                                    usage.path("asked").asInt(),
                                    usage.path("waitedMillis").asLong() / 1_000.0,
                                    usage.path("tokens").asLong()));
        }
        if (usage.path("judged").asInt() > 0) {
            lines.add(
                    "  judged    %d hits, %d of them wrong"
                            .formatted(usage.path("judged").asInt(), usage.path("wrong").asInt()));
        }
        for (JsonNode change : answer.path("history")) {
            lines.add(
                    "  %s  %s: %s"
                            .formatted(
                                    change.path("at").asText(),
                                    change.path("who").asText(),
                                    change.path("what").asText()));
        }
    }

    private static void decision(JsonNode body, List<String> lines) {
        String decision = body.path("decision").asText();
        lines.add(
                switch (decision) {
                    case "hit" ->
                            "hit       "
                                    + body.path("answer").asText()
                                    + ": "
                                    + body.path("say").asText();
                    case "near" -> "near      " + body.path("answer").asText() + ", not said";
                    default -> "miss";
                });
        JsonNode evidence = body.path("evidence");
        lines.add("reason    " + evidence.path("reason").asText());
        lines.add(
                "cosine    %.3f, margin %.3f%s"
                        .formatted(
                                evidence.path("cosine").asDouble(),
                                evidence.path("margin").asDouble(),
                                evidence.path("rivalId").asText().isEmpty()
                                        ? ""
                                        : " to " + evidence.path("rivalId").asText()));
        JsonNode why = evidence.path("why");
        if (!why.path("features").isEmpty()) {
            lines.add(
                    "score     %.2f, played from %.2f"
                            .formatted(why.path("score").asDouble(), why.path("sure").asDouble()));
        }
        if (!why.path("veto").asText().isEmpty()) {
            lines.add("veto      " + why.path("veto").asText());
        }
        for (JsonNode near : why.path("nearest")) {
            lines.add(
                    "nearest   %.3f  %s  \"%s\""
                            .formatted(
                                    near.path("cosine").asDouble(),
                                    near.path("answerId").asText(),
                                    near.path("phrasing").asText()));
        }
        why.path("features")
                .properties()
                .forEach(feature ->
                        lines.add(
                                "feature   %8.3f  %s"
                                        .formatted(
                                                feature.getValue().asDouble(), feature.getKey())));
    }

    private static void status(JsonNode body, List<String> lines) {
        body.path("agents")
                .properties()
                .forEach(agent -> {
                    var counts = new ArrayList<String>();
                    agent.getValue()
                            .properties()
                            .forEach(count ->
                                    counts.add(count.getValue().asLong() + " " + count.getKey()));
                    lines.add("%-16s  %s".formatted(agent.getKey(), String.join(", ", counts)));
                });
        lines.add("waiting for audio: " + body.path("waitingForAudio").asInt());
        body.path("slots").properties().forEach(agent -> slots(agent, lines));
        for (Map.Entry<String, JsonNode> agent : body.path("asked").properties()) {
            agent.getValue()
                    .properties()
                    .forEach(count ->
                            lines.add(
                                    "asked of %s: %6d  %s"
                                            .formatted(
                                                    agent.getKey(),
                                                    count.getValue().asLong(),
                                                    count.getKey())));
        }
        if (body.has("proof")) {
            JsonNode proof = body.get("proof");
            lines.add(proof.path("text").asText());
            lines.add(
                    "judged here: %d answers that were said, %d that nearly were"
                            .formatted(
                                    proof.path("judgedHits").asLong(),
                                    proof.path("judgedUnsaid").asLong()));
        }
        if (body.has("clusterAway")) {
            lines.add("the cluster is away: " + body.get("clusterAway").asText());
            lines.add("these are the answers of the copy here, and none can be changed");
        }
    }

    private static void slots(Map.Entry<String, JsonNode> agent, List<String> lines) {
        JsonNode counts = agent.getValue();
        long all = 0;
        for (JsonNode count : counts) {
            all += count.asLong();
        }
        if (all > 0) {
            lines.add(
                    "slots of %s: %d spoken, %d said again, %d late, %d failed; %d answers had no value"
                            .formatted(
                                    agent.getKey(),
                                    counts.path("spoken").asLong(),
                                    counts.path("repeated").asLong(),
                                    counts.path("late").asLong(),
                                    counts.path("failed").asLong(),
                                    counts.path("noValue").asLong()));
        }
    }
}
