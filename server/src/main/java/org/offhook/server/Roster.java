package org.offhook.server;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Agent;
import org.offhook.agent.AgentTools;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.BuiltInTool;
import org.offhook.agent.CacheMode;
import org.offhook.agent.KeysBy;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.Limits;
import org.offhook.agent.Mailbox;
import org.offhook.agent.Mind;
import org.offhook.agent.Prompt;
import org.offhook.agent.RealtimeModel;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Repertoire;
import org.offhook.agent.Toolbox;
import org.offhook.agent.TransferTargets;
import org.offhook.agent.Voice;
import org.offhook.server.answers.AgentAnswers;
import org.offhook.server.answers.Learner;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/**
 * The agents of the configuration, each behind its numbers, and what they lack. Immutable once
 * built.
 */
final class Roster {
    private static final Logger log = LogManager.getLogger(Roster.class);

    private static final String USUAL_INSTRUCTIONS =
            "You answer the phone. Reply in one to three short spoken sentences, without lists,"
                    + " markup or emoji. Say so when you do not know something.";

    private final Map<String, Agent> byNumber = new HashMap<>();
    private final Map<String, Agent> byName = new HashMap<>();
    private final List<String> degraded = new ArrayList<>();

    private final Mailbox mailbox;

    private final AnswerShelf shelf;

    private Roster(Mailbox mailbox, AnswerShelf shelf) {
        this.mailbox = mailbox;
        this.shelf = shelf;
    }

    static Roster build(
            ServerConfig config,
            AnswerShelf shelf,
            Recogniser recogniser,
            Providers providers,
            Mailbox mailbox)
            throws ConfigException, IOException, InterruptedException {
        var roster = new Roster(mailbox, shelf);
        for (ServerConfig.Agent agent : config.agents()) {
            AnswerBank bank = Banks.of(agent);
            Agent built = roster.agent(config, agent, bank, shelf, recogniser, providers);
            roster.byName.put(agent.name(), built);
            agent.numbers().forEach(number -> roster.byNumber.put(number, built));
        }
        shelf.start().forEach(roster::noAudio);
        AnswerAudio.sweep(config.data().resolve("audio"), Instant.now());
        return roster;
    }

    private void noAudio(String agent, List<String> missing) {
        if (!missing.isEmpty()) {
            degraded.add(
                    agent
                            + ": no audio for "
                            + String.join(", ", missing)
                            + "; install flite or configure a voice");
        }
    }

    private Agent agent(
            ServerConfig config,
            ServerConfig.Agent agent,
            AnswerBank bank,
            AnswerShelf shelf,
            Recogniser recogniser,
            Providers providers)
            throws IOException, InterruptedException {
        Optional<LanguageModel> model = providers.model(agent);
        Locale language = agent.persona().language();
        Optional<Voice> voice = providers.voice(agent);
        if (model.isPresent() && voice.isEmpty()) {
            degraded.add(
                    agent.name()
                            + ": no voice speaks what the language model says; install flite or"
                            + " configure a voice");
        }
        var audio =
                new AnswerAudio(
                        Banks.shippedAudio(agent.bank()),
                        config.data().resolve("audio"),
                        providers.preparingVoices(agent));
        String instructions = instructions(agent.persona());
        var ofBank = new BankTargets(bank.answers());
        AgentAnswers answers =
                shelf.put(
                        agent,
                        bank,
                        audio,
                        new Learner.Teacher(language, instructions, model),
                        ofBank::follow);
        TransferTargets targets = Transferring.targets(agent, ofBank, voice);
        if (Transferring.lacksVoice(agent, targets)) {
            degraded.add(
                    agent.name()
                            + ": no voice tells people who calls; install flite or configure a"
                            + " voice");
        }
        return new Agent(
                agent.name(),
                language,
                instructions,
                limits(agent),
                repertoire(agent, bank, audio, answers),
                agent.realtime().cache().of(answers),
                mind(providers.realtime(agent), agent.realtime().cache(), mind(model, voice)),
                providers.recogniser(agent, recogniser),
                new Semaphore(agent.limits().maxCalls()),
                agent.wayOut(),
                tools(agent.tools(), providers.toolboxes(agent), targets, config.media().dtmf()));
    }

    private AgentTools tools(
            ServerConfig.Tools configured, List<Toolbox> others, TransferTargets may, KeysBy keys) {
        Set<BuiltInTool> builtIn = EnumSet.noneOf(BuiltInTool.class);
        for (BuiltInTool tool : BuiltInTool.values()) {
            if (configured.names().contains(tool.key())) {
                builtIn.add(tool);
            }
        }
        var targets = new LinkedHashMap<String, AgentTools.Target>();
        configured
                .transfers()
                .forEach((name, transfer) ->
                        targets.put(
                                name,
                                new AgentTools.Target(transfer.to(), transfer.description())));
        return new AgentTools(builtIn, targets, others, Optional.of(mailbox), may, keys);
    }

    private static Mind mind(Optional<RealtimeModel> realtime, CacheMode cache, Mind otherwise) {
        return realtime.isPresent()
                ? new Mind.Realtime(realtime.get(), cache, otherwise)
                : otherwise;
    }

    private static Mind mind(Optional<LanguageModel> model, Optional<Voice> voice) {
        return model.isPresent() && voice.isPresent()
                ? new Mind.Cascade(model.get(), voice.get())
                : new Mind.None();
    }

    private static String instructions(ServerConfig.Persona persona) {
        if (!persona.instructions().isEmpty()) {
            return persona.instructions();
        }
        String language = persona.language().getDisplayLanguage(Locale.ENGLISH);
        return persona.isEnglish()
                ? USUAL_INSTRUCTIONS
                : USUAL_INSTRUCTIONS + " Answer in " + language + ", whatever is asked in.";
    }

    private static Limits limits(ServerConfig.Agent agent) {
        Limits usual = Limits.defaults();
        return new Limits(
                agent.limits().maxCall(),
                agent.limits().silence(),
                usual.speechStart(),
                usual.earlyPause(),
                agent.limits().endOfTurn(),
                agent.limits().longestPause(),
                usual.longestSpeech(),
                Transferring.longest(agent, usual.transfer()),
                agent.limits().prompts());
    }

    private Repertoire repertoire(
            ServerConfig.Agent agent, AnswerBank bank, AnswerAudio audio, AgentAnswers answers)
            throws InterruptedException {
        AnswerAudio.Prepared prepared =
                audio.prepare(
                        Banks.prompts(bank),
                        (done, total, id) ->
                                log.info("preparing audio {}/{}: {}", done, total, id));
        noAudio(agent.name(), prepared.missing());
        var prompts = new EnumMap<Prompt, Repertoire.Line>(Prompt.class);
        for (Prompt prompt : Prompt.values()) {
            String text = bank.prompts().get(prompt.key());
            if (text != null) {
                prompts.put(prompt, line(prepared, prompt.key(), text));
            }
        }
        return new Repertoire(prompts, answers);
    }

    private static Repertoire.Line line(AnswerAudio.Prepared prepared, String id, String text) {
        return new Repertoire.Line(text, prepared.find(id, text));
    }

    /** The agent at a called number: the one that names it, else the one for all. */
    Optional<Agent> at(String number) {
        return Optional.ofNullable(byNumber.getOrDefault(number, byNumber.get("*")));
    }

    /** The agent of this name. */
    Optional<Agent> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What they answer from. */
    AnswerShelf shelf() {
        return shelf;
    }

    /** What an operator should know is missing; empty where nothing is. */
    List<String> degraded() {
        return List.copyOf(degraded);
    }
}
