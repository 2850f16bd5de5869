package org.offhook.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.offhook.agent.Agent;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.Limits;
import org.offhook.agent.Prompt;
import org.offhook.agent.Repertoire;
import org.offhook.agent.Voice;
import org.offhook.cache.AnswerCache;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/**
 * The agents of the configuration, each behind its numbers, and what they lack. Immutable once
 * built.
 */
final class Roster {
    private static final String USUAL_INSTRUCTIONS =
            "You answer the phone. Reply in one to three short spoken sentences, without lists,"
                    + " markup or emoji. Say so when you do not know something.";

    private final Map<String, Agent> byNumber = new HashMap<>();
    private final List<String> degraded = new ArrayList<>();

    private Roster() {}

    static Roster build(ServerConfig config, AnswerCache cache, Providers providers)
            throws ConfigException, IOException, InterruptedException {
        var roster = new Roster();
        for (ServerConfig.Agent agent : config.agents()) {
            AnswerBank bank = Banks.load(agent.bank());
            cache.sync(agent.name(), bank.answers());
            Agent built = roster.agent(config, agent, bank, cache, providers);
            agent.numbers().forEach(number -> roster.byNumber.put(number, built));
        }
        return roster;
    }

    private Agent agent(
            ServerConfig config,
            ServerConfig.Agent agent,
            AnswerBank bank,
            AnswerCache cache,
            Providers providers)
            throws IOException, InterruptedException {
        Optional<LanguageModel> model = providers.model(agent);
        Optional<Voice> voice = providers.voice(agent);
        if (model.isPresent() && voice.isEmpty()) {
            degraded.add(
                    agent.name()
                            + ": no voice speaks what the language model says; install flite or"
                            + " configure a voice");
        }
        model.ifPresent(LanguageModel::warmUp);
        String partition = agent.name();
        return new Agent(
                agent.name(),
                agent.instructions().isEmpty() ? USUAL_INSTRUCTIONS : agent.instructions(),
                limits(agent),
                repertoire(config, agent, bank, voice),
                words -> cache.lookup(partition, words),
                model,
                voice,
                new Semaphore(agent.maxCalls()));
    }

    private static Limits limits(ServerConfig.Agent agent) {
        Limits usual = Limits.defaults();
        return new Limits(
                agent.limits().maxCall(),
                agent.limits().silence(),
                usual.speechStart(),
                usual.earlyPause(),
                usual.endOfTurn(),
                usual.longestSpeech(),
                usual.transfer());
    }

    private Repertoire repertoire(
            ServerConfig config, ServerConfig.Agent agent, AnswerBank bank, Optional<Voice> voice)
            throws IOException, InterruptedException {
        var store =
                AnswerAudio.in(config.data().resolve("audio"), Banks.shippedAudio(agent.bank()));
        var texts = new LinkedHashMap<String, String>();
        bank.answers().forEach(answer -> texts.put(answer.id(), answer.say()));
        Map<String, Repertoire.Line> answers = lines(agent, store, texts, voice);
        Map<String, Repertoire.Line> said = lines(agent, store, bank.prompts(), voice);
        var prompts = new EnumMap<Prompt, Repertoire.Line>(Prompt.class);
        for (Prompt prompt : Prompt.values()) {
            prompts.put(prompt, said.get(prompt.key()));
        }
        return new Repertoire(prompts, answers);
    }

    private Map<String, Repertoire.Line> lines(
            ServerConfig.Agent agent,
            AnswerAudio store,
            Map<String, String> texts,
            Optional<Voice> voice)
            throws IOException, InterruptedException {
        AnswerAudio.Prepared prepared = store.prepare(texts, voice, new PreparationProgress());
        if (!prepared.missing().isEmpty()) {
            degraded.add(
                    agent.name()
                            + ": no audio for "
                            + String.join(", ", prepared.missing())
                            + "; install flite or configure a voice");
        }
        var lines = new HashMap<String, Repertoire.Line>();
        texts.forEach((id, text) ->
                lines.put(
                        id,
                        new Repertoire.Line(text, Optional.ofNullable(prepared.audio().get(id)))));
        return lines;
    }

    /** The agent at a called number: the one that names it, else the one for all. */
    Optional<Agent> at(String number) {
        return Optional.ofNullable(byNumber.getOrDefault(number, byNumber.get("*")));
    }

    /** What an operator should know is missing; empty where nothing is. */
    List<String> degraded() {
        return List.copyOf(degraded);
    }
}
