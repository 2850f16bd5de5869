package org.offhook.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.offhook.agent.Prompt;
import org.offhook.cache.Answer;
import org.offhook.cache.Answer.Then;
import org.offhook.cache.Slots;

/**
 * Reads an answer bank from YAML: {@code name}, {@code prompts}, {@code answers} with {@code id},
 * {@code say}, {@code questions}, {@code then}. Complains as {@link ServerConfigReader} does.
 */
public final class BankLoader {
    /** The prompts every bank must have. */
    public static final List<String> PROMPTS =
            List.of(
                    "greeting",
                    "unclear",
                    "no-answer",
                    "apology",
                    "still-there",
                    "still-there-2",
                    "goodbye",
                    "too-long",
                    "one-moment");

    private static final int MAX_ANSWERS = 10_000;
    private static final int MAX_SAY = 1_000;
    private static final int MAX_QUESTION = 300;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Problems problems;
    private final Set<String> slots;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, String> owners = new HashMap<>();

    private BankLoader(String file, Set<String> slots) {
        problems = new Problems(file);
        this.slots = slots;
    }

    /**
     * @param slots that its answers may have
     * @throws ConfigException the file breaks rules, or cannot be read
     */
    public static AnswerBank read(Path file, Set<String> slots) throws ConfigException {
        String text = ServerConfigReader.text(file);
        return new BankLoader(file.toString(), slots).bank(text, file.toString());
    }

    /**
     * A bank whose answers may have the slots that every agent fills.
     *
     * @param file name for the complaints
     */
    public static AnswerBank read(String file, String text) throws ConfigException {
        return new BankLoader(file, Slots.BUILT_IN).bank(text, file);
    }

    private AnswerBank bank(String text, String file) throws ConfigException {
        Section root = YamlFile.read(file, text, problems);
        String name = name(root, "name");
        Map<String, String> prompts = prompts(root.section("prompts"));
        List<Section> sections = root.sections("answers");
        if (sections.isEmpty() || sections.size() > MAX_ANSWERS) {
            root.problem("answers", "must be a list of 1 to " + MAX_ANSWERS + " answers");
        }
        var answers = new ArrayList<Answer>();
        for (Section section : sections) {
            answers.add(answer(section));
        }
        root.end();
        problems.throwIfAny();
        return new AnswerBank(name, prompts, answers);
    }

    private static Map<String, String> prompts(Section section) {
        var prompts = new LinkedHashMap<String, String>();
        for (String prompt : PROMPTS) {
            prompts.put(prompt, prompt(section, prompt));
        }
        for (Prompt prompt : Prompt.values()) {
            if (!prompt.usual().isEmpty() && section.has(prompt.key())) {
                prompts.put(prompt.key(), prompt(section, prompt.key()));
            }
        }
        section.end();
        return prompts;
    }

    private Answer answer(Section section) {
        String id = name(section, "id");
        if (!id.isEmpty() && !ids.add(id)) {
            section.wrong("id", "must be different from every other answer's");
        }
        String say = spoken(section, "say");
        Slots.faults(say, slots).forEach(fault -> section.problem("say", fault));
        List<String> questions = questions(section, id);
        Then then = then(section);
        section.end();
        return new Answer(id, say, questions, then);
    }

    private List<String> questions(Section section, String id) {
        List<Section.Entry> questions = section.entries("questions");
        if (questions.isEmpty()) {
            section.problem("questions", "must have at least one");
        }
        for (Section.Entry question : questions) {
            String plain = plain(question.text());
            if (plain.isEmpty() || question.text().length() > MAX_QUESTION) {
                String rule = "must be words, at most " + MAX_QUESTION + " characters";
                section.wrong(question, rule);
                continue;
            }
            String owner = owners.putIfAbsent(plain, id);
            if (owner != null) {
                String where = owner.equals(id) ? "this answer" : "answer " + owner;
                section.wrong(question, "must mean one answer and stand once; is also in " + where);
            }
        }
        return questions.stream().map(Section.Entry::text).toList();
    }

    private static Then then(Section section) {
        String rule = "listen, hangup, take-message or transfer sip:USER@HOST";
        return section.parsed("then", new Then.Listen(), rule, Forms::then);
    }

    private static String name(Section section, String key) {
        String name = section.required(key);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            section.wrong(key, "must be a-z, 0-9, - and _, at most 64 characters");
        }
        return name;
    }

    private static String prompt(Section section, String key) {
        String text = spoken(section, key);
        if (!Slots.in(text).isEmpty()) {
            section.wrong(key, "must have no slots: only answers have");
        }
        return text;
    }

    private static String spoken(Section section, String key) {
        String text = section.required(key);
        if (text.length() > MAX_SAY) {
            section.problem(key, "must be at most " + MAX_SAY + " characters, is " + text.length());
        }
        return text;
    }

    /** Two phrasings that differ only in case and signs are the same question. */
    static String plain(String question) {
        return question.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
    }
}
