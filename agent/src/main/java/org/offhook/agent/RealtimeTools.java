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

    /** What the last complete response asked for, and what that has brought so far. */
    private List<ToolCall> round = List.of();

    private final Map<String, String> brought = new LinkedHashMap<>();
    private final List<Message> earlier = new ArrayList<>();
    private int rounds;
    private boolean resolved;

    /** The service wants it; it is used when its answer is wanted. */
    void ask(ToolCall call) {
        asked.add(call);
    }

    boolean areAsked() {
        return !asked.isEmpty();
    }

    boolean areInUse() {
        return brought.size() < round.size();
    }

    boolean areTooMany() {
        return rounds == MOST_ROUNDS;
    }

    /** What is to be used now. */
    List<ToolCall> begin() {
        rounds++;
        earlier.addAll(lastUsed());
        brought.clear();
        round = List.copyOf(asked);
        asked.clear();
        return round;
    }

    /** Returns the tool that has brought this; null where nobody waits for it. */
    ToolCall end(String id, String content) {
        for (ToolCall call : round) {
            if (call.id().equals(id) && brought.putIfAbsent(id, content) == null) {
                resolved |= isResolution();
                return call;
            }
        }
        return null;
    }

    /** All of the round is done after the agent has spoken, and can be. */
    boolean isResolution() {
        return !areInUse()
                && round.stream().allMatch(CallTools::endsTurn)
                && brought.values().stream().noneMatch(one -> one.startsWith(Toolbox.FAILED));
    }

    /** What follows the answer is settled, whether or not anything has been said. */
    boolean haveResolved() {
        return resolved;
    }

    /** Of the last round, what was asked for and what it has brought by now. */
    List<Message> lastUsed() {
        var used = new ArrayList<Message>();
        List<ToolCall> done = round.stream().filter(one -> brought.containsKey(one.id())).toList();
        if (!done.isEmpty()) {
            used.add(new Message.Asked(done));
            done.forEach(one -> used.add(new Message.Brought(one.id(), brought.get(one.id()))));
        }
        return used;
    }

    /** What a new session has to be told; what was asked for and not begun it will ask again. */
    List<Message> moveOn() {
        asked.clear();
        var used = new ArrayList<>(earlier);
        used.addAll(lastUsed());
        return used;
    }

    /**
     * A service must not be left without a result.
     *
     * @param complete whether the response that asked is; of another nothing will be left
     */
    List<Message> interrupted(boolean complete) {
        var waiting = new ArrayList<>(round);
        waiting.removeIf(call -> brought.containsKey(call.id()));
        waiting.addAll(complete ? asked : List.of());
        return waiting.stream()
                .map(call -> (Message) new Message.Brought(call.id(), INTERRUPTED))
                .toList();
    }
}
