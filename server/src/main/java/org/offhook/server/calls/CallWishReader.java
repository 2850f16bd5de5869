package org.offhook.server.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.offhook.agent.OnMachine;
import org.offhook.server.config.Forms;
import org.offhook.server.dial.Target;

/** Reads what {@code POST /calls} wants; a key that it does not know is a mistake. */
public final class CallWishReader {
    private static final Duration USUAL_RING = Duration.ofSeconds(30);
    private static final int MOST_VARIABLES = 50;
    private static final int LONGEST_TEXT = 2_000;
    private static final int WRONG = 422;

    private static final Set<String> KEYS =
            Set.of("to", "agent", "line", "message", "onMachine", "ringTimeout", "variables");

    private final JsonNode body;
    private final Usual usual;
    private final List<String> problems = new ArrayList<>();

    /**
     * What is meant where nothing is said.
     *
     * @param agents all there are; the only one is meant
     * @param lines all there are; the only one is meant, or none
     */
    public record Usual(List<String> agents, List<String> lines) {}

    CallWishReader(JsonNode body, Usual usual) {
        this.body = body;
        this.usual = usual;
    }

    CallWish read() throws WishException {
        if (body == null || !body.isObject()) {
            throw new WishException(WRONG, "the body must be a JSON object");
        }
        body.fieldNames()
                .forEachRemaining(key -> {
                    if (!KEYS.contains(key)) {
                        problems.add("there is no " + key);
                    }
                });
        Optional<String> message = Optional.of(text("message")).filter(said -> !said.isBlank());
        var wish =
                new CallWish(
                        to(),
                        named("agent", usual.agents()),
                        named("line", usual.lines()),
                        onMachine(message),
                        message,
                        ringTimeout(),
                        variables());
        if (!problems.isEmpty()) {
            throw new WishException(WRONG, String.join("; ", problems));
        }
        return wish;
    }

    private String to() {
        String to = text("to");
        if (Target.parse(to).isEmpty()) {
            problems.add("to must be sip:[USER@]HOST[:PORT][;transport=tcp]");
        }
        return to;
    }

    private String text(String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_TEXT) {
            problems.add(key + " must be a text of at most " + LONGEST_TEXT + " characters");
            return "";
        }
        return value.textValue();
    }

    /** The one that is named, else the only one there is. */
    private String named(String key, List<String> all) {
        String name = text(key);
        if (name.isEmpty() && all.size() <= 1) {
            return all.isEmpty() ? "" : all.getFirst();
        }
        if (!all.contains(name)) {
            problems.add(key + " must be one of " + String.join(", ", all));
        }
        return name;
    }

    private OnMachine onMachine(Optional<String> message) {
        OnMachine wanted =
                switch (text("onMachine")) {
                    case "" -> message.isPresent() ? OnMachine.LEAVE_MESSAGE : OnMachine.HANG_UP;
                    case "leave-message" -> OnMachine.LEAVE_MESSAGE;
                    case "hang-up" -> OnMachine.HANG_UP;
                    case "talk" -> OnMachine.TALK;
                    default -> {
                        problems.add("onMachine must be leave-message, hang-up or talk");
                        yield OnMachine.HANG_UP;
                    }
                };
        if (wanted == OnMachine.LEAVE_MESSAGE && message.isEmpty()) {
            problems.add("onMachine leave-message needs message");
        }
        return wanted;
    }

    private Duration ringTimeout() {
        String text = text("ringTimeout");
        if (text.isEmpty()) {
            return USUAL_RING;
        }
        Optional<Duration> timeout = Forms.ringTimeout(text);
        if (timeout.isEmpty()) {
            problems.add("ringTimeout must be a duration from 1s to 5m");
        }
        return timeout.orElse(USUAL_RING);
    }

    private Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        JsonNode node = body.path("variables");
        boolean good = node.isMissingNode() || node.isObject() && node.size() <= MOST_VARIABLES;
        node.properties().forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
        for (var each : variables.entrySet()) {
            good &= each.getKey().matches("[A-Za-z][A-Za-z0-9_-]{0,63}");
            good &= each.getValue().length() <= LONGEST_TEXT;
        }
        if (!good) {
            problems.add(
                    "variables must be an object of at most "
                            + MOST_VARIABLES
                            + " texts, by names of letters, digits, - and _");
        }
        return variables;
    }
}
