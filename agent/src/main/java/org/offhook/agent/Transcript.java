package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.offhook.agent.LanguageModel.Message;

/**
 * What was said in a call, as far as it was heard, oldest first. Used by the call's thread only.
 */
final class Transcript {
    /** Uses of tools that later questions still know of; the oldest is forgotten first. */
    private static final int USES = 8;

    /** Of what a tool brought, later questions are told so much. */
    private static final int LONGEST_RESULT = 4_000;

    /** Said by an agent of whom nothing was heard, where somebody has to have the word. */
    static final String NOTHING_HEARD = "...";

    private final List<Message> messages = new ArrayList<>();
    private int segment;
    private String ofSegment = "";

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
            // Strict templates want the agent to have the word between a result and a question.
            case Message.Caller _ when last instanceof Message.Brought -> {
                messages.add(new Message.Agent(NOTHING_HEARD));
                messages.add(message);
            }
            case Message.Agent(String text) when last instanceof Message.Agent(String before) ->
                    messages.set(messages.size() - 1, new Message.Agent(before + " " + text));
            default -> messages.add(message);
        }
    }

    /**
     * The caller's words. Where they are of the same segment as the ones before, the caller went on
     * after the agent took the turn too early, and these words hold those again.
     *
     * @param of number of the segment, as in {@link Speech}
     */
    void addCaller(int of, String words) {
        if (words.isBlank()) {
            return;
        }
        String added = words;
        if (of == segment && messages.getLast() instanceof Message.Caller(String all)) {
            if (all.endsWith(ofSegment)) {
                String before = all.substring(0, all.length() - ofSegment.length());
                messages.removeLast();
                added = before + words;
            }
        } else if (of == segment) {
            added = withoutBeginning(words, ofSegment);
        }
        segment = of;
        ofSegment = words;
        add(new Message.Caller(added));
    }

    /** What is left of the words behind those that were known, however they were spelled. */
    private static String withoutBeginning(String words, String known) {
        String[] now = words.split(" ");
        String[] before = known.split(" ");
        int same = 0;
        while (same < Math.min(now.length, before.length)
                && bare(now[same]).equals(bare(before[same]))) {
            same++;
        }
        // Nothing new: then it was said again.
        return same == now.length
                ? words
                : String.join(" ", List.of(now).subList(same, now.length));
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** What tools the model used and what they brought, each request before its results. */
    void addTools(List<Message> used) {
        for (Message message : used) {
            messages.add(
                    message instanceof Message.Brought(String id, String content)
                            ? new Message.Brought(id, shortened(content))
                            : message);
        }
        while (messages.stream().filter(Message.Asked.class::isInstance).count() > USES) {
            forgetOldestUse();
        }
    }

    /** What is kept of something that a tool brought; again: the same. */
    static String shortened(String result) {
        return result.length() > LONGEST_RESULT
                ? result.substring(0, LONGEST_RESULT - 3) + "..."
                : result;
    }

    private void forgetOldestUse() {
        int at = 0;
        while (!(messages.get(at) instanceof Message.Asked)) {
            at++;
        }
        messages.remove(at);
        while (messages.get(at) instanceof Message.Brought) {
            messages.remove(at);
        }
    }

    /**
     * A transfer that the model asked for has come to its end.
     *
     * @param status as in SIP; 408 where nobody knows
     */
    void transferEnded(int status) {
        for (int at = messages.size() - 1; at > 0; at--) {
            if (messages.get(at) instanceof Message.Asked(List<ToolCall> calls)) {
                for (int result = at + 1; result <= at + calls.size(); result++) {
                    boolean ofTransfer =
                            calls.get(result - at - 1).name().equals(BuiltInTool.TRANSFER.key());
                    if (ofTransfer && messages.get(result) instanceof Message.Brought(var id, _)) {
                        String outcome = outcome(status);
                        messages.set(result, new Message.Brought(id, outcome));
                    }
                }
                return;
            }
        }
    }

    private static String outcome(int status) {
        String ended = "The transfer ended with SIP status " + status;
        return status / 100 == 2
                ? ended + "."
                : ended + ": nobody took the caller, who is back with you and has been told so.";
    }

    /** All of it, as of now. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** All of it, had the caller said this too; see {@link #addCaller}. */
    List<Message> with(int of, String callerWords) {
        var supposed = new Transcript("");
        supposed.messages.clear();
        supposed.messages.addAll(messages);
        supposed.segment = segment;
        supposed.ofSegment = ofSegment;
        supposed.addCaller(of, callerWords);
        return supposed.messages();
    }

    /** What the caller said last; empty where nothing. */
    String lastOfCaller() {
        for (Message message : messages.reversed()) {
            if (message instanceof Message.Caller(String text)) {
                return text;
            }
        }
        return "";
    }

    /** What the agent said last and the caller heard; empty where nothing. */
    String lastOfAgent() {
        for (Message message : messages.reversed()) {
            if (message instanceof Message.Agent(String text)) {
                return text;
            }
        }
        return "";
    }
}
