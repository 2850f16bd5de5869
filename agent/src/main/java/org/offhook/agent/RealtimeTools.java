package org.offhook.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.offhook.agent.LanguageModel.Message;

/** The tools of one turn of a realtime service. Used by the call's realtime thread only. */
final class RealtimeTools {
    private static final int MOST_ROUNDS = 8;

    private static final String INTERRUPTED = "The caller interrupted; there is no result.";

    private final List<ToolCall> asked = new ArrayList<>();
    private final Map<String, ToolCall> using = new LinkedHashMap<>();
    private final List<Message> used = new ArrayList<>();
    private int rounds;

    /** The service wants it; it is used when its answer is wanted. */
    void ask(ToolCall call) {
        asked.add(call);
    }

    boolean areAsked() {
        return !asked.isEmpty();
    }

    boolean areInUse() {
        return !using.isEmpty();
    }

    boolean areTooMany() {
        return rounds == MOST_ROUNDS;
    }

    /** What is to be used now. */
    List<ToolCall> begin() {
        rounds++;
        List<ToolCall> calls = List.copyOf(asked);
        asked.clear();
        calls.forEach(call -> using.put(call.id(), call));
        return calls;
    }

    /** False where nobody waits for it. */
    boolean end(String id, String content) {
        ToolCall call = using.remove(id);
        if (call != null) {
            used.add(new Message.Asked(List.of(call)));
            used.add(new Message.Brought(id, content));
        }
        return call != null;
    }

    /** What a new session has to be told; what was asked for and not begun it will ask again. */
    List<Message> moveOn() {
        asked.clear();
        return used;
    }

    /** A service must not be left without a result. */
    List<Message> interrupted() {
        return using.keySet().stream()
                .map(id -> (Message) new Message.Brought(id, INTERRUPTED))
                .toList();
    }
}
