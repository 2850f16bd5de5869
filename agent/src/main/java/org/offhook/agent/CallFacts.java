package org.offhook.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.offhook.sip.Invite;

/** What an agent's instructions may say of the call at hand, by words in braces. Pure. */
final class CallFacts {
    /** Peers write these: a number or an address, never a letter to the model. */
    private static final int LONGEST = 120;

    private CallFacts() {}

    /** The agent as it is in this call; the same where its instructions name no fact. */
    static Agent of(Agent agent, Invite invite) {
        String filled = filled(agent.instructions(), facts(invite));
        return filled.equals(agent.instructions()) ? agent : agent.withInstructions(filled);
    }

    static String filled(String instructions, Map<String, Supplier<String>> facts) {
        String filled = instructions;
        for (var fact : facts.entrySet()) {
            String word = "{" + fact.getKey() + "}";
            if (filled.contains(word)) {
                filled = filled.replace(word, bounded(fact.getValue().get()));
            }
        }
        return filled;
    }

    private static Map<String, Supplier<String>> facts(Invite invite) {
        var facts = new LinkedHashMap<String, Supplier<String>>();
        facts.put("caller", invite::callerUser);
        facts.put("caller-name", invite::callerName);
        facts.put("called", invite::calledUser);
        facts.put("asserted-identity", () -> invite.header("P-Asserted-Identity"));
        facts.put("diversion", () -> invite.header("Diversion"));
        facts.put("reason", () -> invite.header("Reason"));
        return facts;
    }

    private static String bounded(String value) {
        String line = value.replaceAll("[\\p{Cntrl}{}]+", " ").strip();
        String shown = line.length() <= LONGEST ? line : line.substring(0, LONGEST);
        return shown.isEmpty() ? "unknown" : shown;
    }
}
