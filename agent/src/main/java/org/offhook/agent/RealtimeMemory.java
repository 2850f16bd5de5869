package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import org.offhook.agent.LanguageModel.Message;

/**
 * What one session of a realtime service knows of the conversation, so that it can be told the rest
 * and nothing twice. Used by the call's realtime thread only.
 */
final class RealtimeMemory {
    /** A turn; the text is null where the service heard it and nobody knows its words yet. */
    private record Known(boolean ofCaller, String text) {}

    private final List<Known> known = new ArrayList<>();

    /** What of a conversation the service lacks, oldest first; from now on it knows it. */
    List<Message> missing(List<Message> spoken) {
        var missing = new ArrayList<Message>();
        for (int i = 0; i < spoken.size(); i++) {
            boolean ofCaller = spoken.get(i) instanceof Message.Caller;
            // It was not heard in the end, so the conversation went another way.
            while (i < known.size() && known.get(i).ofCaller != ofCaller) {
                known.remove(i);
            }
            String text = text(spoken.get(i));
            String rest = i < known.size() ? rest(known.get(i).text, text) : text;
            if (!rest.isBlank()) {
                missing.add(ofCaller ? new Message.Caller(rest) : new Message.Agent(rest));
            }
            set(i, new Known(ofCaller, text));
        }
        return missing;
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

    /** Turns of caller and agent; instructions and tools the service has from elsewhere. */
    static List<Message> spoken(List<Message> messages) {
        return messages.stream()
                .filter(one -> one instanceof Message.Caller || one instanceof Message.Agent)
                .toList();
    }

    static String text(Message message) {
        return switch (message) {
            case Message.Instructions(String text) -> text;
            case Message.Caller(String text) -> text;
            case Message.Agent(String text) -> text;
            case Message.Asked _, Message.Brought _ -> "";
        };
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
