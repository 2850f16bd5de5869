package org.offhook.server.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Questions with the answers they should have, from a file of three columns with tabs between them:
 * expected answer's id or {@code -} for silence, kind, question. A first line {@code expected kind
 * question} and lines beginning with {@code #} are passed over. A question may be empty, huge, or
 * hold anything but a line break.
 *
 * @param bad {@code file:line: reason}, one for each row that is not used
 */
public record QuestionFile(List<Asked> questions, List<String> bad) {
    /** What stands for "no answer" in the first column. */
    public static final String SILENCE = "-";

    private static final int COLUMNS = 3;

    public QuestionFile {
        questions = List.copyOf(questions);
        bad = List.copyOf(bad);
    }

    /**
     * One row.
     *
     * @param expected id of an answer, or {@link #SILENCE}
     */
    public record Asked(String expected, String kind, String question) {
        /** True where the bank has an answer. */
        public boolean answerable() {
            return !expected.equals(SILENCE);
        }
    }

    /**
     * @param ids of the bank's answers
     * @throws IOException the file cannot be read
     */
    public static QuestionFile read(Path file, Set<String> ids) throws IOException {
        // Not as strict text: a question of broken bytes is a question too.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return of(file.toString(), text, ids);
    }

    /**
     * @param name of the file, for the complaints
     */
    public static QuestionFile of(String name, String text, Set<String> ids) {
        var questions = new ArrayList<Asked>();
        var bad = new ArrayList<String>();
        String[] lines = text.split("\n", -1);
        for (int at = 0; at < lines.length; at++) {
            String line =
                    lines[at].endsWith("\r")
                            ? lines[at].substring(0, lines[at].length() - 1)
                            : lines[at];
            if (line.isEmpty() && at == lines.length - 1
                    || line.startsWith("#")
                    || at == 0 && isHeader(line)) {
                continue;
            }
            String[] columns = line.split("\t", COLUMNS);
            String reason = reason(columns, ids);
            if (reason.isEmpty()) {
                questions.add(new Asked(columns[0].strip(), columns[1].strip(), columns[2]));
            } else {
                bad.add(name + ":" + (at + 1) + ": " + reason);
            }
        }
        return new QuestionFile(questions, bad);
    }

    private static boolean isHeader(String line) {
        return line.strip().matches("(?i)expected[^\\t]*\\tkind\\tquestion");
    }

    private static String reason(String[] columns, Set<String> ids) {
        if (columns.length < COLUMNS) {
            return "has " + columns.length + " columns, not expected answer, kind, question";
        }
        String expected = columns[0].strip();
        if (expected.isEmpty()) {
            return "expected answer is empty: an id, or " + SILENCE + " for silence";
        }
        if (!expected.equals(SILENCE) && !ids.contains(expected)) {
            return "the bank has no answer " + expected;
        }
        return columns[1].isBlank() ? "kind is empty" : "";
    }
}
