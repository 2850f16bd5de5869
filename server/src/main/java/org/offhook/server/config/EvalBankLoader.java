package org.offhook.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.offhook.cache.Answer;

/**
 * Reads of a bank what a question is compared with: {@code answers}, each with {@code id} and
 * {@code questions}. All else may be missing, and is not looked at: nothing of it will be heard. A
 * phrasing that is there twice is left out and told, so that a data set with a disputed question
 * can still be evaluated.
 */
public final class EvalBankLoader {
    private static final int MOST_CHARACTERS = 2_000;

    private EvalBankLoader() {}

    /**
     * The answers and what was left out, one line each.
     *
     * @param leftOut {@code file: answer ID: reason}
     */
    public record EvalBank(List<Answer> answers, List<String> leftOut) {
        public EvalBank {
            answers = List.copyOf(answers);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * @throws ConfigException no YAML, no answers, an answer without id or with another's
     */
    public static EvalBank read(Path file) throws ConfigException {
        var problems = new Problems(file.toString());
        Section root = YamlFile.read(file.toString(), ServerConfigReader.text(file), problems);
        List<Section> sections = root.sections("answers");
        if (sections.isEmpty()) {
            root.problem("answers", "must be a list of at least one answer");
        }
        var ids = new HashSet<String>();
        var phrasings = new LinkedHashMap<String, Set<String>>();
        var says = new LinkedHashMap<String, String>();
        for (Section section : sections) {
            String id = section.required("id");
            if (!id.isEmpty() && !ids.add(id)) {
                section.wrong("id", "must be different from every other answer's");
            }
            says.put(id, section.has("say") ? section.text("say", "") : "");
            var own = phrasings.computeIfAbsent(id, _ -> new java.util.LinkedHashSet<>());
            section.entries("questions").forEach(entry -> own.add(entry.text()));
        }
        problems.throwIfAny();
        return bank(file, phrasings, says);
    }

    private static EvalBank bank(
            Path file,
            LinkedHashMap<String, Set<String>> phrasings,
            LinkedHashMap<String, String> says) {
        var owners = new LinkedHashMap<String, Set<String>>();
        phrasings.forEach((id, texts) ->
                texts.forEach(text ->
                        owners.computeIfAbsent(BankLoader.plain(text), _ -> new HashSet<>())
                                .add(id)));
        var answers = new ArrayList<Answer>();
        var leftOut = new ArrayList<String>();
        phrasings.forEach((id, texts) -> {
            var kept = new ArrayList<String>();
            for (String text : texts) {
                String plain = BankLoader.plain(text);
                Set<String> owned = owners.get(plain);
                String reason =
                        plain.isEmpty()
                                ? "a phrasing without words"
                                : text.length() > MOST_CHARACTERS
                                        ? "a phrasing of more than "
                                                + MOST_CHARACTERS
                                                + " characters"
                                        : owned.size() > 1
                                                ? "also means another answer: " + text
                                                : "";
                if (reason.isEmpty()) {
                    kept.add(text);
                } else {
                    leftOut.add(file + ": answer " + id + ": " + reason);
                }
            }
            answers.add(new Answer(id, says.get(id), kept, new Answer.Then.Listen()));
        });
        return new EvalBank(answers, leftOut);
    }
}
