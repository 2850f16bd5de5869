package org.offhook.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Voice;
import org.offhook.agent.chain.ChainedModel;
import org.offhook.agent.chain.ChainedRecogniser;
import org.offhook.agent.chain.ChainedVoice;
import org.offhook.agent.chain.Link;
import org.offhook.agent.chain.ProviderHealth;

/**
 * Makes one service of several, and keeps the health of each provider, which all agents share. A
 * lone one stays as it is. Used by the thread that starts the server.
 */
final class Chains {
    /** A voice that is on its way is heard by then. */
    private static final Duration VOICE_PATIENCE = Duration.ofMillis(800);

    /** The words of a pause are usually there by then, and the one on this machine is quick. */
    private static final Duration RECOGNISER_PATIENCE = Duration.ofMillis(600);

    private final Map<String, ProviderHealth> health = new HashMap<>();

    /**
     * @param inOrder by the operator's names, the first choice first
     */
    Optional<LanguageModel> models(
            SequencedMap<String, LanguageModel> inOrder, Function<String, Duration> patience) {
        return inOrder.size() < 2
                ? inOrder.values().stream().findFirst()
                : Optional.of(new ChainedModel(links("language-models", inOrder, patience)));
    }

    Optional<Voice> voices(SequencedMap<String, Voice> inOrder) {
        return inOrder.size() < 2
                ? inOrder.values().stream().findFirst()
                : Optional.of(new ChainedVoice(links("voices", inOrder, _ -> VOICE_PATIENCE)));
    }

    Optional<Recogniser> recognisers(SequencedMap<String, Recogniser> inOrder) {
        return inOrder.size() < 2
                ? inOrder.values().stream().findFirst()
                : Optional.of(
                        new ChainedRecogniser(
                                links("recognisers", inOrder, _ -> RECOGNISER_PATIENCE)));
    }

    private <S> List<Link<S>> links(
            String section, SequencedMap<String, S> inOrder, Function<String, Duration> patience) {
        var links = new ArrayList<Link<S>>();
        inOrder.forEach((name, service) -> {
            ProviderHealth known =
                    health.computeIfAbsent(section + "." + name, _ -> new ProviderHealth());
            links.add(new Link<>(name, service, patience.apply(name), known));
        });
        return links;
    }
}
