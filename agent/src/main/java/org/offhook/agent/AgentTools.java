package org.offhook.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the model of an agent may do. Shared by its calls; owns nothing.
 *
 * @param transfers where {@code transfer} may lead, by the names that the model knows
 * @param others tools that run outside the call
 * @param mailbox where messages are kept
 * @param targets all that callers may be passed on to, those of its answers among them
 * @param keys how {@code send_dtmf} sends them
 */
public record AgentTools(
        Set<BuiltInTool> builtIn,
        Map<String, Target> transfers,
        List<Toolbox> others,
        Optional<Mailbox> mailbox,
        TransferTargets targets,
        KeysBy keys) {
    /** An agent that only talks. */
    public static final AgentTools NONE =
            new AgentTools(Set.of(), Map.of(), List.of(), Optional.empty());

    /** An agent that passes nobody on. */
    public AgentTools(
            Set<BuiltInTool> builtIn,
            Map<String, Target> transfers,
            List<Toolbox> others,
            Optional<Mailbox> mailbox) {
        this(builtIn, transfers, others, mailbox, TransferTargets.NONE, KeysBy.AUTO);
    }

    public AgentTools {
        builtIn = Set.copyOf(builtIn);
        transfers = new LinkedHashMap<>(transfers);
        others = List.copyOf(others);
    }

    /**
     * @param uri never told to the model
     * @param description who answers there, for the model; may be empty
     */
    public record Target(String uri, String description) {}
}
