package org.offhook.server.answers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerImport.Row;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.server.config.AnswerFileReader.Found;
import org.offhook.server.config.Forms;

/**
 * Reads answers to import from a table, CSV (RFC 4180) or TSV, whose first line names the columns.
 * A line is one question; lines of one id are one answer, of which the first says all else. Used by
 * one thread, once.
 */
final class TableReader {
    private static final Set<String> COLUMNS =
            Set.of("id", "question", "say", "then", "agent", "status", "from", "until", "state");

    private final String agent;
    private final char separator;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<Key, Growing> answers = new LinkedHashMap<>();

    private record Growing(int line, List<String> cells, List<String> questions) {}

    private TableReader(String agent, char separator) {
        this.agent = agent;
        this.separator = separator;
    }

    /**
     * @param agent of lines that name none
     */
    static Found read(String agent, char separator, String text) {
        return new TableReader(agent, separator).read(text);
    }

    private Found read(String text) {
        String all = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int line = 1;
        for (int at = 0; at < all.length(); ) {
            var cells = new ArrayList<String>();
            int end = record(all, at, cells);
            if (columns.isEmpty()) {
                if (!header(cells)) {
                    return new Found(List.of(), faults);
                }
            } else if (!String.join("", cells).isBlank()) {
                row(line, cells);
            }
            line += (int) all.substring(at, end).chars().filter(sign -> sign == '\n').count();
            at = end;
        }
        var rows = new ArrayList<Row>();
        answers.forEach((key, growing) -> answer(key, growing).ifPresent(rows::add));
        return new Found(rows, faults);
    }

    /** Takes one record apart; returns where the next begins. */
    private int record(String text, int from, List<String> cells) {
        var cell = new StringBuilder();
        boolean quoted = false;
        int at = from;
        for (; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (quoted) {
                boolean escaped = text.startsWith("\"\"", at);
                if (sign != '"' || escaped) {
                    cell.append(sign);
                    at += escaped ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (sign == '"' && separator == ',' && cell.isEmpty()) {
                quoted = true;
            } else if (sign == separator) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else if (sign == '\n') {
                at++;
                break;
            } else {
                cell.append(sign);
            }
        }
        cells.add(cell.toString().strip());
        return at;
    }

    private boolean header(List<String> cells) {
        for (String cell : cells) {
            String name = cell.toLowerCase(Locale.ROOT);
            if (!COLUMNS.contains(name)) {
                faults.add(
                        "line 1: columns are id, question, say, then, agent, status, from, until"
                                + " and state, got \""
                                + cell
                                + "\"");
            }
            columns.put(name, columns.size());
        }
        for (String needed : List.of("id", "question", "say")) {
            if (!columns.containsKey(needed)) {
                faults.add("line 1: there is no column " + needed);
            }
        }
        return faults.isEmpty();
    }

    private void row(int line, List<String> cells) {
        if (cells.size() != columns.size()) {
            faults.add(
                    "line "
                            + line
                            + ": has "
                            + cells.size()
                            + " columns, the first line has "
                            + columns.size());
            return;
        }
        String own = cell(cells, "agent");
        var key = new Key(own.isEmpty() ? agent : own, cell(cells, "id"));
        Growing growing =
                answers.computeIfAbsent(key, _ -> new Growing(line, cells, new ArrayList<>()));
        String say = cell(cells, "say");
        if (!say.isEmpty() && !say.equals(cell(growing.cells(), "say"))) {
            faults.add(
                    "line "
                            + line
                            + ": "
                            + key.id()
                            + " says something else in line "
                            + growing.line());
        } else {
            growing.questions().add(cell(cells, "question"));
        }
    }

    private Optional<Row> answer(Key key, Growing growing) {
        int before = faults.size();
        String say = cell(growing.cells(), "say");
        if (say.isEmpty()) {
            fault(growing, "say is missing");
        }
        String then = cell(growing.cells(), "then");
        Optional<Answer.Then> follows = Forms.then(then.isEmpty() ? "listen" : then);
        if (follows.isEmpty()) {
            fault(
                    growing,
                    "then must be listen, hangup, take-message or transfer sip:USER@HOST, got \""
                            + then
                            + "\"");
        }
        var content =
                new Content(
                        status(growing),
                        say,
                        growing.questions(),
                        follows.orElse(new Answer.Then.Listen()),
                        new Scope(
                                "",
                                cell(growing.cells(), "state"),
                                moment(growing, "from"),
                                moment(growing, "until")),
                        false);
        return faults.size() > before
                ? Optional.empty()
                : Optional.of(Row.of(growing.line(), key, content));
    }

    private Status status(Growing growing) {
        String status = cell(growing.cells(), "status");
        return switch (status) {
            case "", "approved" -> Status.APPROVED;
            case "candidate" -> Status.CANDIDATE;
            case "suspended" -> Status.SUSPENDED;
            default -> {
                fault(
                        growing,
                        "status must be approved, candidate or suspended, got \"" + status + "\"");
                yield Status.CANDIDATE;
            }
        };
    }

    private Optional<Instant> moment(Growing growing, String column) {
        String text = cell(growing.cells(), column);
        Optional<Instant> moment = Forms.moment(text);
        if (!text.isEmpty() && moment.isEmpty()) {
            fault(growing, column + " must be a day such as 2026-12-24, got \"" + text + "\"");
        }
        return moment;
    }

    private void fault(Growing growing, String what) {
        faults.add("line " + growing.line() + ": " + what);
    }

    private String cell(List<String> cells, String column) {
        Integer at = columns.get(column);
        return at == null ? "" : cells.get(at);
    }
}
