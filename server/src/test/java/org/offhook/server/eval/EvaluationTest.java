package org.offhook.server.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir private Path folder;

    private QuestionFile read(String text) throws IOException {
        Path file = folder.resolve("questions.tsv");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        return QuestionFile.read(file, Set.of("hours", "address"));
    }

    @Test
    void eachBadRowIsToldWithLineAndReason() throws IOException {
        var file =
                read(
                        "expected\tkind\tquestion\nhours\ta\twhen\nours\ta\twhen\nhours\ta\n\t\tx\n\nhours\t \tx\n");
        assertEquals(List.of(new QuestionFile.Asked("hours", "a", "when")), file.questions());
        List<String> reasons =
                file.bad().stream().map(bad -> bad.substring(bad.indexOf(".tsv:") + 5)).toList();
        assertEquals(
                List.of(
                        "3: the bank has no answer ours",
                        "4: has 2 columns, not expected answer, kind, question",
                        "5: expected answer is empty: an id, or - for silence",
                        "6: has 1 columns, not expected answer, kind, question",
                        "7: kind is empty"),
                reasons);
    }

    @Test
    void aQuestionMayBeEmptyOrHoldAnything() throws IOException {
        var file =
                read(
                        "# all of these are asked\r\n-\tempty\t\r\n-\tbytes\t\u00ff\u0001\tand a tab\r\n");
        assertEquals(List.of(), file.bad());
        assertEquals("", file.questions().get(0).question());
        assertEquals("\ufffd\u0001\tand a tab", file.questions().get(1).question());
        assertFalse(file.questions().get(0).answerable());
    }

    private static Outcome outcome(String expected, String played, String nearest, double score) {
        return new Outcome(
                new QuestionFile.Asked(expected, "k\"1", "q"),
                played,
                score,
                nearest,
                "sure",
                2_000_000);
    }

    private static final List<Outcome> FOUR =
            List.of(
                    outcome("hours", "hours", "hours", 9),
                    outcome("-", "hours", "hours", 7),
                    outcome("hours", "", "address", 3),
                    outcome("address", "", "address", Double.NEGATIVE_INFINITY));

    @Test
    void countsAreOneObjectOnOneLine() {
        String counts = "\"asked\":4,\"answerable\":3,\"rightHits\":1,\"wrongHits\":1,\"silent\":2";
        assertEquals(
                "{"
                        + counts
                        + ",\"byKind\":{\"k\\\"1\":{"
                        + counts
                        + "}},\"decisionMs\":{\"p50\":2.000,\"p99\":2.000}}",
                new Evaluation(FOUR).json());
        assertTrue(new Evaluation(FOUR).table().getFirst().contains("at most 97.47 %"));
        assertEquals(1, new Evaluation(FOUR).wrongHits().size());
    }

    /** Each score is a place where one could stop; what a veto forbids is never reached. */
    @Test
    void theCurveFollowsTheScore() {
        var curve = CoverageChart.curve(FOUR);
        assertEquals(3, curve.size());
        assertEquals(new CoverageChart.Point(1 / 3.0, 0), curve.get(0));
        assertEquals(new CoverageChart.Point(1 / 3.0, 0.5), curve.get(1));
        assertTrue(new Evaluation(FOUR).chart().endsWith("</svg>\n"));
    }

    @Test
    void nothingAskedIsNoFault() {
        assertTrue(new Evaluation(List.of()).json().contains("\"asked\":0"));
        assertTrue(new Evaluation(List.of()).chart().contains("polyline"));
    }
}
