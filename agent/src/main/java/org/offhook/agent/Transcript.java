package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import org.offhook.agent.LanguageModel.Message;

/**
 * What was said in a call, as far as it was heard, oldest first. Used by the call's thread only.
 */
final class Transcript {
    private final List<Message> messages = new ArrayList<>();

    Transcript(String instructions) {
        messages.add(new Message.Instructions(instructions));
    }

    /** Some chat templates insist on turns that alternate: two of one speaker become one. */
    void add(Message message) {
        Message last = messages.getLast();
        switch (message) {
            case Message.Caller(String text) when text.isBlank() -> {}
            case Message.Agent(String text) when text.isBlank() -> {}
            case Message.Caller(String text) when last instanceof Message.Caller(String before) ->
                    messages.set(messages.size() - 1, new Message.Caller(before + " " + text));
            case Message.Agent(String text) when last instanceof Message.Agent(String before) ->
                    messages.set(messages.size() - 1, new Message.Agent(before + " " + text));
            default -> messages.add(message);
        }
    }

    /** All of it, as of now. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** All of it, had the caller said this too. */
    List<Message> with(String callerWords) {
        var supposed = new Transcript("");
        supposed.messages.clear();
        supposed.messages.addAll(messages);
        supposed.add(new Message.Caller(callerWords));
        return supposed.messages();
    }

    /** What the agent said last; empty where it has said nothing since the caller did. */
    String lastOfAgent() {
        return messages.getLast() instanceof Message.Agent(String text) ? text : "";
    }
}
