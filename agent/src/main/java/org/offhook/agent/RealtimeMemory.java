package org.offhook.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.offhook.agent.LanguageModel.Message;

/**
 * What one session of a realtime service knows of the conversation, so that it can be told the rest
 * and nothing twice. Used by the call's realtime thread only.
 */
final class RealtimeMemory {
    /** A turn; the text is null where the service heard it and nobody knows its words yet. */
    private record Known(boolean ofCaller, String text) {}

    /** Of a tool that the service asked for and whose result it was not told. */
    private static final String NO_RESULT = "";

    private final List<Known> known = new ArrayList<>();

    /** Tools of which it knows, and what it was told that they brought. */
    private final Map<ToolCall, String> uses = new HashMap<>();

    /** What of a conversation the service lacks, oldest first; from now on it knows it. */
    List<Message> missing(List<Message> talk) {
        var missing = new ArrayList<Message>();
        var asked = new HashMap<String, ToolCall>();
        int at = 0;
        for (Message message : talk) {
            switch (message) {
                case Message.Caller(String text) -> missing(at++, true, text, missing);
                case Message.Agent(String text) -> missing(at++, false, text, missing);
                case Message.Asked(List<ToolCall> calls) -> {
                    calls.forEach(call -> asked.put(call.id(), call));
                    List<ToolCall> unknown =
                            calls.stream()
                                    .filter(call -> uses.putIfAbsent(call, NO_RESULT) == null)
                                    .toList();
                    if (!unknown.isEmpty()) {
                        missing.add(new Message.Asked(unknown));
                    }
                }
                case Message.Brought(String id, String content) when asked.containsKey(id) ->
                        brought(asked.get(id), content, missing);
                case Message.Brought _, Message.Instructions _ -> {}
            }
        }
        return missing;
    }

    private void missing(int at, boolean ofCaller, String text, List<Message> missing) {
        // It was not heard in the end, so the conversation went another way.
        while (at < known.size() && known.get(at).ofCaller != ofCaller) {
            known.remove(at);
        }
        String rest = at < known.size() ? rest(known.get(at).text, text) : text;
        if (!rest.isBlank() && !text.equals(Transcript.NOTHING_HEARD)) {
            missing.add(ofCaller ? new Message.Caller(rest) : new Message.Agent(rest));
        }
        set(at, new Known(ofCaller, text));
    }

    private void brought(ToolCall by, String content, List<Message> missing) {
        String now = Transcript.shortened(content);
        String before = uses.put(by, now);
        if (before.equals(NO_RESULT)) {
            missing.add(new Message.Brought(by.id(), content));
        } else if (!before.equals(now)) {
            // A transfer that began is one that ended: there is one result a call.
            missing.add(new Message.Instructions(content));
        }
    }

    /** The service has asked for a tool. */
    void called(ToolCall call) {
        uses.put(call, NO_RESULT);
    }

    /**
     * The service has heard the caller's turn at this place.
     *
     * @param words null where they are not known yet
     */
    void heard(int index, String words) {
        while (known.size() > index + 1) {
            known.removeLast();
        }
        set(Math.min(index, known.size()), new Known(true, words));
    }

    /** The service has said this last, of which the caller may have heard less. */
    void said(String text) {
        known.add(new Known(false, text));
    }

    private void set(int index, Known turn) {
        if (index < known.size()) {
            known.set(index, turn);
        } else {
            known.add(turn);
        }
    }

    /** Where a caller's turn stands that comes after this. */
    static int turns(List<Message> talk) {
        return (int)
                talk.stream()
                        .filter(one ->
                                one instanceof Message.Caller || one instanceof Message.Agent)
                        .count();
    }

    /** What comes after the words that both begin with. */
    private static String rest(String known, String now) {
        if (known == null) {
            return "";
        }
        String[] before = known.split("\\s+");
        String[] words = now.split("\\s+");
        int same = 0;
        while (same < Math.min(before.length, words.length) && before[same].equals(words[same])) {
            same++;
        }
        return String.join(" ", List.of(words).subList(same, words.length));
    }
}
