package org.offhook.server.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.Answer.Then;
import org.offhook.cache.store.AnswerImport.Row;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/**
 * Reads answers to import from YAML: the {@code answers} of a bank, with more keys; its name and
 * prompts may stand beside them and are passed over. A bad answer spoils none of the others.
 */
public final class AnswerFileReader {
    private static final Map<String, Status> STATUSES = new LinkedHashMap<>();

    static {
        STATUSES.put("approved", Status.APPROVED);
        STATUSES.put("candidate", Status.CANDIDATE);
        STATUSES.put("suspended", Status.SUSPENDED);
    }

    private AnswerFileReader() {}

    /**
     * @param faults one line for each, beginning with {@code line N:}
     */
    public record Found(List<Row> rows, List<String> faults) {}

    /**
     * @param agent of answers that name none
     */
    public static Found read(String agent, String text) {
        var problems = new Problems("");
        try {
            Section root = YamlFile.read("", text, problems);
            root.find("name");
            root.section("prompts").keys();
            var rows = new ArrayList<Row>();
            for (Section section : root.sections("answers")) {
                int before = problems.count();
                Row row = row(agent, section);
                section.end();
                if (problems.count() == before) {
                    rows.add(row);
                }
            }
            root.end();
            return new Found(rows, faults(problems.since(0)));
        } catch (ConfigException unreadable) {
            return new Found(List.of(), faults(unreadable.problems()));
        }
    }

    private static List<String> faults(List<String> texts) {
        return texts.stream().map(text -> text.replaceFirst("^:(\\d+):", "line $1:")).toList();
    }

    private static Row row(String agent, Section section) {
        String id = section.required("id");
        boolean unanswered = section.choice("no-answer", false, Map.of("true", true));
        String say = unanswered ? section.text("say", "") : section.required("say");
        List<String> questions =
                section.entries("questions").stream().map(Section.Entry::text).toList();
        Then then =
                section.parsed(
                        "then",
                        new Then.Listen(),
                        "listen, hangup, take-message or transfer sip:USER@HOST",
                        Forms::then);
        var scope =
                new Scope(
                        section.text("language", ""),
                        section.text("state", ""),
                        moment(section, "from"),
                        moment(section, "until"));
        var content =
                new Content(
                        section.choice("status", Status.APPROVED, STATUSES),
                        say,
                        questions,
                        then,
                        scope,
                        section.choice("dynamic", false, Map.of("true", true, "false", false)));
        return Row.of(section.line(), new Key(section.text("agent", agent), id), content);
    }

    private static Optional<Instant> moment(Section section, String key) {
        return section.parsed(
                key,
                Optional.empty(),
                "a day such as 2026-12-24, or a moment such as 2026-12-24T12:00:00Z",
                text -> Forms.moment(text).map(Optional::of));
    }
}
