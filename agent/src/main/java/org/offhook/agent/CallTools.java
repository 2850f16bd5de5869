package org.offhook.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The tools of one call: what the agent has, and what is done to the call itself. Those deeds are
 * only resolved here; the turn machine does them when the caller has heard the sentence.
 * Thread-safe.
 */
final class CallTools {
    private static final Logger log = LogManager.getLogger(CallTools.class);
    private static final ObjectMapper json = new ObjectMapper();

    private final String callId;
    private final AgentTools tools;
    private final Consumer<TurnEvent> events;
    private final Predicate<String> keys;
    private final Uses uses;

    /** Told, on the thread that used it, what a tool took. */
    @FunctionalInterface
    interface Uses {
        void used(int utterance, ToolUse use);
    }

    /**
     * @param events where deeds are resolved
     * @param keys presses telephone keys; false where it cannot
     */
    CallTools(
            String callId,
            AgentTools tools,
            Consumer<TurnEvent> events,
            Predicate<String> keys,
            Uses uses) {
        this.callId = callId;
        this.tools = tools;
        this.events = events;
        this.keys = keys;
        this.uses = uses;
    }

    /** Of two with one name the first: providers refuse a request that names a tool twice. */
    List<ToolSpec> specs() {
        var specs = new LinkedHashMap<String, ToolSpec>();
        tools.builtIn().stream()
                .sorted()
                .map(this::spec)
                .forEach(one -> specs.put(one.name(), one));
        for (Toolbox box : tools.others()) {
            box.specs().forEach(one -> specs.putIfAbsent(one.name(), one));
        }
        return List.copyOf(specs.values());
    }

    /** The tools while this is said: what they resolve to follows it. */
    Toolbox during(int utterance) {
        return new Toolbox() {
            @Override
            public List<ToolSpec> specs() {
                return CallTools.this.specs();
            }

            @Override
            public String call(ToolCall call) throws InterruptedException {
                return use(call, utterance);
            }
        };
    }

    /** Whether nothing is left to say after it but what has been said. */
    static boolean endsTurn(ToolCall call) {
        return builtIn(call.name()).filter(BuiltInTool::endsTurn).isPresent();
    }

    private static Optional<BuiltInTool> builtIn(String name) {
        return Arrays.stream(BuiltInTool.values())
                .filter(tool -> tool.key().equals(name))
                .findFirst();
    }

    private ToolSpec spec(BuiltInTool tool) {
        String parameters = tool == BuiltInTool.TRANSFER ? targets() : tool.parameters();
        return new ToolSpec(tool.key(), tool.description(), parameters);
    }

    private String targets() {
        var schema = json.createObjectNode().put("type", "object");
        var to = schema.putObject("properties").putObject("to").put("type", "string");
        var names = to.putArray("enum");
        tools.transfers().keySet().forEach(names::add);
        if (tools.targets().isWhispered()) {
            schema.withObject("properties")
                    .putObject("summary")
                    .put("type", "string")
                    .put(
                            "description",
                            "For the person who takes the call: who calls, and what about, in one"
                                    + " or two sentences.");
        }
        to.put(
                "description",
                tools.transfers().entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue().description())
                        .collect(Collectors.joining("; ")));
        schema.putArray("required").add("to");
        return schema.toString();
    }

    private String use(ToolCall call, int utterance) throws InterruptedException {
        long begunNanos = System.nanoTime();
        var end = ToolUse.End.ABANDONED;
        try {
            String result = result(call, utterance);
            end = result.startsWith(Toolbox.FAILED) ? ToolUse.End.FAILED : ToolUse.End.DONE;
            log.debug("call {}: {} {} brought {}", callId, call.name(), call.arguments(), result);
            return result;
        } finally {
            String name = isKnown(call.name()) ? call.name() : "unknown";
            long millis = (System.nanoTime() - begunNanos) / 1_000_000;
            var use = new ToolUse(name, (int) millis, end);
            log.info("call {}: tool {}", callId, use);
            uses.used(utterance, use);
        }
    }

    private boolean isKnown(String name) {
        return specs().stream().anyMatch(spec -> spec.name().equals(name));
    }

    private String result(ToolCall call, int utterance) throws InterruptedException {
        Optional<BuiltInTool> builtIn = builtIn(call.name()).filter(tools.builtIn()::contains);
        if (builtIn.isPresent()) {
            return deed(builtIn.get(), call, utterance);
        }
        for (Toolbox box : tools.others()) {
            if (box.specs().stream().anyMatch(spec -> spec.name().equals(call.name()))) {
                return box.call(call);
            }
        }
        return Toolbox.FAILED
                + "there is no such tool; there are "
                + specs().stream().map(ToolSpec::name).collect(Collectors.joining(", "));
    }

    private String deed(BuiltInTool tool, ToolCall call, int utterance) {
        return switch (tool) {
            case HANG_UP -> resolve(utterance, new TurnAfter.HangUp("tool"), "The call ends");
            case TAKE_MESSAGE ->
                    resolve(utterance, new TurnAfter.TakeMessage(), "Recording begins");
            case TRANSFER -> transfer(argument(call, "to"), argument(call, "summary"), utterance);
            case SEND_DTMF -> press(argument(call, "digits"));
        };
    }

    private String resolve(int utterance, TurnAfter after, String what) {
        events.accept(new TurnEvent.Resolved(utterance, after));
        return what + " when the caller has heard you, and not if they interrupt you.";
    }

    private String transfer(String name, String summary, int utterance) {
        AgentTools.Target target = tools.transfers().get(name);
        if (target == null) {
            return Toolbox.FAILED
                    + "nobody can be reached by that name; there are "
                    + String.join(", ", tools.transfers().keySet());
        }
        var transfer = new TurnAfter.Transfer(target.uri(), summary.strip());
        return resolve(utterance, transfer, "The transfer begins");
    }

    private String press(String digits) {
        return keys.test(digits)
                ? "The keys are being pressed."
                : Toolbox.FAILED + "digits must be 0-9, *, #, A-D or commas, at most 64 at once";
    }

    private static String argument(ToolCall call, String name) {
        try {
            JsonNode arguments = json.readTree(call.arguments());
            return arguments == null ? "" : arguments.path(name).asText("");
        } catch (JsonProcessingException noJson) {
            return "";
        }
    }
}
