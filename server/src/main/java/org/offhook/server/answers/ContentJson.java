package org.offhook.server.answers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.RefusedException;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.server.config.Forms;

/** What a person writes of an answer, in JSON: what is left out stays as it was. Pure. */
final class ContentJson {
    static final Content NEW =
            new Content(
                    Status.APPROVED, "", List.of(), new Answer.Then.Listen(), Scope.ALWAYS, false);

    private ContentJson() {}

    static Content over(Content before, JsonNode node) throws RefusedException {
        var faults = new ArrayList<String>();
        Scope was = before.scope();
        var content =
                new Content(
                        status(node, before.status(), faults),
                        text(node, "say", before.say()),
                        questions(node, before.questions(), faults),
                        then(node, before.then(), faults),
                        new Scope(
                                text(node, "language", was.language()),
                                text(node, "state", was.state()),
                                moment(node, "from", was.from(), faults),
                                moment(node, "until", was.until(), faults)),
                        node.path("dynamic").asBoolean(before.dynamic()));
        if (content.say().isEmpty() && !node.path("no-answer").asBoolean(before != NEW)) {
            faults.add("say is missing; a question without an answer needs \"no-answer\": true");
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        return content;
    }

    private static String text(JsonNode node, String field, String otherwise) {
        return node.path(field).asText(otherwise).strip();
    }

    private static List<String> questions(
            JsonNode node, List<String> otherwise, List<String> faults) {
        if (!node.has("questions")) {
            return otherwise;
        }
        var questions = new ArrayList<String>();
        for (JsonNode question : node.get("questions")) {
            if (!question.isTextual()) {
                faults.add("questions must be a list of texts");
                break;
            }
            questions.add(question.asText().strip());
        }
        return questions;
    }

    private static Status status(JsonNode node, Status otherwise, List<String> faults) {
        String text = text(node, "status", otherwise.name()).toUpperCase(Locale.ROOT);
        for (Status status : Status.values()) {
            if (status.name().equals(text) && status != Status.DELETED) {
                return status;
            }
        }
        faults.add("status must be candidate, approved or suspended");
        return otherwise;
    }

    private static Answer.Then then(JsonNode node, Answer.Then otherwise, List<String> faults) {
        Optional<Answer.Then> then = Forms.then(text(node, "then", AnswerJson.then(otherwise)));
        if (then.isEmpty()) {
            faults.add("then must be listen, hangup, take-message or transfer sip:USER@HOST");
        }
        return then.orElse(otherwise);
    }

    private static Optional<Instant> moment(
            JsonNode node, String field, Optional<Instant> otherwise, List<String> faults) {
        if (!node.has(field)) {
            return otherwise;
        }
        String text = node.get(field).asText("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> moment = Forms.moment(text);
        if (moment.isEmpty()) {
            faults.add(field + " must be a day such as 2026-12-24, or a moment in ISO 8601");
        }
        return moment;
    }
}
