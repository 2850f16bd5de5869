package org.offhook.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.agent.BuiltInTool;
import org.offhook.agent.TransferTargets;
import org.offhook.agent.TransferTargets.Manner;
import org.offhook.agent.Voice;
import org.offhook.cache.Answer;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.ServerConfig;

/** What an agent's configuration says about passing callers on. Pure. */
final class Transferring {
    /** What a person is told, thinks about, and what the PBX then takes. */
    private static final Duration AFTER_ANSWER = Duration.ofSeconds(60);

    private Transferring() {}

    /**
     * All that the operator has written down: the agent's persons, its way out, what its bank's
     * answers lead to, and the patterns for all others.
     */
    static TransferTargets targets(
            ServerConfig.Agent agent, BankTargets ofBank, Optional<Voice> voice) {
        Map<String, Manner> known = new HashMap<>();
        if (agent.wayOut() instanceof Answer.Then.Transfer(String uri)) {
            known.put(uri, new Manner.Blind());
        }
        agent.tools().transfers().values().forEach(to -> known.put(to.to(), to.manner()));
        return new TransferTargets(known, ofBank, agent.tools().transferTo(), voice);
    }

    /** Whether it may ever pass a caller on. */
    static boolean isPossible(ServerConfig.Agent agent, AnswerBank bank) {
        var ofBank = new BankTargets(bank.answers());
        TransferTargets targets = targets(agent, ofBank, Optional.empty());
        return !targets.known().isEmpty()
                || !ofBank.get().isEmpty()
                || !targets.patterns().isEmpty()
                || agent.tools().names().contains(BuiltInTool.TRANSFER.key());
    }

    static boolean lacksVoice(ServerConfig.Agent agent, TransferTargets targets) {
        return targets.voice().isEmpty()
                && attended(agent).stream().anyMatch(manner -> !manner.whisper().isEmpty());
    }

    /** How long passing a caller on may take. */
    static Duration longest(ServerConfig.Agent agent, Duration usual) {
        return attended(agent).stream()
                .map(manner -> manner.ring().plus(AFTER_ANSWER))
                .reduce(usual, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private static List<Manner.Attended> attended(ServerConfig.Agent agent) {
        return agent.tools().transfers().values().stream()
                .map(ServerConfig.Transfer::manner)
                .filter(Manner.Attended.class::isInstance)
                .map(Manner.Attended.class::cast)
                .toList();
    }
}
