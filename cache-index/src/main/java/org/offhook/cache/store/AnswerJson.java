package org.offhook.cache.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.offhook.cache.Answer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Revision;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.cache.store.StoredAnswer.Usage;

/** {@link StoredAnswer} as JSON, in stores and in exports. Pure. */
public final class AnswerJson {
    private static final ObjectMapper json = new ObjectMapper();

    private AnswerJson() {}

    /** One line. */
    public static String write(StoredAnswer answer) {
        return tree(answer).toString();
    }

    /**
     * @throws IOException not what {@link #write} makes
     */
    public static StoredAnswer read(String text) throws IOException {
        try {
            return read(json.readTree(text));
        } catch (JsonProcessingException broken) {
            throw new IOException("no answer in JSON: " + broken.getOriginalMessage(), broken);
        } catch (IllegalArgumentException | DateTimeParseException wrong) {
            throw new IOException("no answer in JSON: " + wrong.getMessage(), wrong);
        }
    }

    /** For programs that put it into JSON of their own. */
    public static ObjectNode tree(StoredAnswer answer) {
        ObjectNode node = json.createObjectNode();
        node.put("agent", answer.key().agent());
        node.put("id", answer.key().id());
        node.put("version", answer.version());
        node.put("origin", name(answer.origin()));
        write(answer.content(), node);
        Usage usage = answer.usage();
        ObjectNode counted = node.putObject("usage");
        usage.lastAsked().ifPresent(at -> counted.put("lastAsked", at.toString()));
        counted.put("asked", usage.asked())
                .put("waitedMillis", usage.waitedMillis())
                .put("tokens", usage.tokens())
                .put("judged", usage.judged())
                .put("wrong", usage.wrong());
        var history = node.putArray("history");
        for (Revision revision : answer.history()) {
            ObjectNode change = history.addObject();
            change.put("at", revision.at().toString());
            change.put("who", revision.who());
            change.put("what", revision.what());
            revision.before().ifPresent(before -> write(before, change.putObject("before")));
        }
        return node;
    }

    private static void write(Content content, ObjectNode node) {
        node.put("status", name(content.status()));
        node.put("say", content.say());
        var questions = node.putArray("questions");
        content.questions().forEach(questions::add);
        node.put("then", then(content.then()));
        node.put("language", content.scope().language());
        node.put("state", content.scope().state());
        content.scope().from().ifPresent(from -> node.put("from", from.toString()));
        content.scope().until().ifPresent(until -> node.put("until", until.toString()));
        node.put("dynamic", content.dynamic());
    }

    private static StoredAnswer read(JsonNode node) {
        var history = new ArrayList<Revision>();
        for (JsonNode change : node.path("history")) {
            history.add(
                    new Revision(
                            Instant.parse(text(change, "at")),
                            text(change, "who"),
                            text(change, "what"),
                            change.has("before")
                                    ? Optional.of(content(change.get("before")))
                                    : Optional.empty()));
        }
        JsonNode usage = node.path("usage");
        return new StoredAnswer(
                new Key(text(node, "agent"), text(node, "id")),
                content(node),
                Origin.valueOf(text(node, "origin").toUpperCase(Locale.ROOT)),
                node.path("version").asLong(1),
                new Usage(
                        usage.path("asked").asInt(),
                        usage.path("waitedMillis").asLong(),
                        usage.path("tokens").asLong(),
                        usage.path("judged").asInt(),
                        usage.path("wrong").asInt(),
                        instant(usage, "lastAsked")),
                history);
    }

    private static Content content(JsonNode node) {
        List<String> questions = new ArrayList<>();
        node.path("questions").forEach(question -> questions.add(question.asText()));
        return new Content(
                Status.valueOf(text(node, "status").toUpperCase(Locale.ROOT)),
                text(node, "say"),
                questions,
                then(text(node, "then")),
                new Scope(
                        node.path("language").asText(""),
                        node.path("state").asText(""),
                        instant(node, "from"),
                        instant(node, "until")),
                node.path("dynamic").asBoolean());
    }

    private static Optional<Instant> instant(JsonNode node, String field) {
        return node.has(field) ? Optional.of(Instant.parse(text(node, field))) : Optional.empty();
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return node.get(field).textValue();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** As it is written in a bank. */
    public static String then(Answer.Then then) {
        return switch (then) {
            case Answer.Then.Listen() -> "listen";
            case Answer.Then.HangUp() -> "hangup";
            case Answer.Then.TakeMessage() -> "take-message";
            case Answer.Then.Transfer(String uri) -> "transfer " + uri;
        };
    }

    private static Answer.Then then(String text) {
        return switch (text) {
            case "listen" -> new Answer.Then.Listen();
            case "hangup" -> new Answer.Then.HangUp();
            case "take-message" -> new Answer.Then.TakeMessage();
            case String transfer when transfer.startsWith("transfer ") ->
                    new Answer.Then.Transfer(transfer.substring("transfer ".length()));
            default -> throw new IllegalArgumentException("then is \"" + text + "\"");
        };
    }
}
