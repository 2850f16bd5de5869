package org.offhook.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.offhook.agent.CacheMode;
import org.offhook.agent.SlotSources;
import org.offhook.cache.Answer;
import org.offhook.server.config.ServerConfig.Agent;
import org.offhook.server.config.ServerConfig.Bank;
import org.offhook.server.config.ServerConfig.LanguageModel;
import org.offhook.server.config.ServerConfig.Limits;
import org.offhook.server.config.ServerConfig.Persona;
import org.offhook.server.config.ServerConfig.Realtime;
import org.offhook.server.config.ServerConfig.Services;
import org.offhook.server.config.ServerConfig.Voice;

/** Reads the agents and checks what they refer to. */
final class AgentReader {
    private static final Pattern NUMBER = Pattern.compile("\\*|[A-Za-z0-9+*#._~!$&'()-]{1,64}");

    private final Path folder;
    private final Map<String, LanguageModel> models;
    private final Map<String, Voice> voices;
    private final Map<String, RecogniserChoice> recognisers;
    private final Map<String, RealtimeSettings> realtimeModels;
    private final Set<String> tools;

    AgentReader(
            Path folder,
            Map<String, LanguageModel> models,
            Map<String, Voice> voices,
            Map<String, RecogniserChoice> recognisers,
            Map<String, RealtimeSettings> realtimeModels,
            Set<String> tools) {
        this.tools = tools;
        this.realtimeModels = realtimeModels;
        this.folder = folder;
        this.models = models;
        this.voices = voices;
        this.recognisers = recognisers;
    }

    /** Without any in the file: the demo, on every number. */
    List<Agent> agents(Section root) {
        List<Section> sections = root.sections("agents");
        var agents = new ArrayList<Agent>();
        var names = new HashSet<String>();
        var owners = new HashMap<String, String>();
        for (Section section : sections) {
            Agent agent = agent(section, owners);
            if (!agent.name().isEmpty() && !names.add(agent.name())) {
                section.wrong("name", "must be different from every other agent's");
            }
            agents.add(agent);
        }
        if (sections.isEmpty()) {
            agents.add(demo());
        }
        return agents;
    }

    private static Agent demo() {
        return new Agent(
                "demo",
                List.of("*"),
                new Bank.Demo(),
                new Services(List.of(), List.of(), List.of()),
                PersonaReader.usual(),
                limits(Section.absent("", 1, new Problems(""))),
                new Answer.Then.HangUp(),
                new Realtime(List.of(), CacheMode.BEFORE),
                AgentToolsReader.none(),
                SlotSources.builtIn());
    }

    private Agent agent(Section section, Map<String, String> owners) {
        String name = section.required("name");
        List<String> numbers = numbers(section, name, owners);
        Bank bank = bank(section);
        var services =
                new Services(
                        references(section, "language-model", models),
                        references(section, "voice", voices),
                        references(section, "recogniser", recognisers));
        var reader = new PersonaReader(section);
        Persona persona = reader.read();
        reader.check(persona, bank, services.voices(), voices, hearsMore(services));
        Limits limits = limits(section.section("limits"));
        Answer.Then wayOut = wayOut(section);
        var realtime =
                new Realtime(
                        references(section, "realtime-model", realtimeModels),
                        RealtimeReader.cache(section));
        var mayUse = new AgentToolsReader(section, tools).read(persona.instructions());
        SlotSources slots = new SlotsReader(section).read();
        section.end();
        return new Agent(
                name, numbers, bank, services, persona, limits, wayOut, realtime, mayUse, slots);
    }

    private static Answer.Then wayOut(Section section) {
        String rule = "hangup or transfer sip:USER@HOST";
        return section.parsed("way-out", new Answer.Then.HangUp(), rule, Forms::wayOut);
    }

    private static List<String> numbers(Section section, String agent, Map<String, String> owners) {
        List<Section.Entry> numbers = section.entries("numbers");
        if (numbers.isEmpty()) {
            section.problem("numbers", "must name at least one number, or \"*\" for all");
        }
        for (Section.Entry number : numbers) {
            if (!NUMBER.matcher(number.text()).matches()) {
                section.wrong(number, "must be a number or a name without spaces");
                continue;
            }
            String owner = owners.putIfAbsent(number.text(), agent);
            if (owner != null) {
                section.wrong(number, "must be answered by one agent; is also in " + owner);
            }
        }
        return numbers.stream().map(Section.Entry::text).toList();
    }

    private Bank bank(Section section) {
        String text = section.required("bank");
        if (text.isEmpty() || text.equals("demo")) {
            return new Bank.Demo();
        }
        Path path = folder.resolve(text).normalize();
        if (!Files.isRegularFile(path)) {
            section.wrong("bank", "must be a file that exists, or \"demo\"");
        }
        return new Bank.File(path);
    }

    /** A list of names, the first choice first, or a single one. */
    private static List<String> references(Section section, String key, Map<String, ?> all) {
        var names = new ArrayList<String>();
        for (Section.Entry name : section.entries(key)) {
            if (!all.containsKey(name.text())) {
                String hint = Spelling.hint(name.text(), all.keySet());
                section.wrong(name, "must be a name under " + key + "s" + hint);
            } else if (names.contains(name.text())) {
                section.wrong(name, "must be there once");
            } else {
                names.add(name.text());
            }
        }
        return names;
    }

    /** Whether none of its recognisers is the one on this machine, which is English. */
    private boolean hearsMore(Services services) {
        return !services.recognisers().isEmpty()
                && services.recognisers().stream()
                        .map(recognisers::get)
                        .noneMatch(RecogniserChoice.Local.class::isInstance);
    }

    private static Limits limits(Section section) {
        Duration maxCall =
                section.duration(
                        "max-call",
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(10),
                        Duration.ofHours(24));
        Duration silence =
                section.duration(
                        "silence",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(10));
        int maxCalls = section.whole("max-calls", 10_000, 1, 10_000);
        Duration endOfTurn =
                section.duration(
                        "end-of-turn",
                        org.offhook.agent.Limits.defaults().endOfTurn(),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5));
        Duration longestPause =
                section.duration(
                        "longest-pause",
                        org.offhook.agent.Limits.defaults().longestPause(),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10));
        if (longestPause.compareTo(endOfTurn) < 0) {
            section.wrong("longest-pause", "must be at least end-of-turn " + Forms.show(endOfTurn));
        }
        int prompts = section.whole("prompts", 2, 0, 2);
        section.end();
        return new Limits(maxCall, silence, maxCalls, endOfTurn, longestPause, prompts);
    }
}
