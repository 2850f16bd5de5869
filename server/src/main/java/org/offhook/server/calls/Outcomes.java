package org.offhook.server.calls;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.offhook.agent.Dialler.Outcome;

/** What became of a call, as the command line and the HTTP API tell it. Pure. */
public final class Outcomes {
    private Outcomes() {}

    public static ObjectNode json(Outcome outcome) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return switch (outcome) {
            case Outcome.NotReached(var why, int status, String reason) ->
                    body.put("outcome", lower(why)).put("status", status).put("reason", reason);
            case Outcome.Reached(var by, boolean left, int turns, String end) ->
                    body.put("outcome", "answered")
                            .put("by", lower(by))
                            .put("messageLeft", left)
                            .put("turns", turns)
                            .put("end", end);
        };
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
