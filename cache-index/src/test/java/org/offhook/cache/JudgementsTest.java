package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is judged after calls moves the score from which answers are played. */
class JudgementsTest {
    /** 600 right answers prove 0.5 % for scores of 5 or more; 1 % wrong are among all. */
    private static final Calibration SHIPPED =
            new Calibration(
                    List.of(
                            new Calibration.Step(5, 600, 0),
                            new Calibration.Step(4, 1000, 4),
                            new Calibration.Step(3, 2000, 20)));

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("judged.txt");
    }

    private Judgements open(double wrongRate) throws IOException {
        return Judgements.open(file, SHIPPED, wrongRate);
    }

    @Test
    void oneWrongAnswerTakesTheProofAwayAndUndoingItBringsItBack() throws IOException {
        Judgements judgements = open(0.005);
        assertEquals(5, judgements.proof().sure().orElseThrow());
        judgements.add("shop", "opening hours", 7.5, false);
        assertTrue(judgements.proof().sure().isEmpty(), "learning");
        assertTrue(judgements.proof().moreNeeded() > 0);
        assertTrue(open(0.005).proof().sure().isEmpty(), "a restart forgets nothing");
        judgements.withdraw("shop", "parking");
        assertTrue(judgements.proof().sure().isEmpty(), "another answer's");
        judgements.withdraw("shop", "opening hours");
        assertEquals(5, judgements.proof().sure().orElseThrow());
        assertEquals(0, judgements.proof().judged());
        assertEquals(3, Files.readAllLines(file).size(), "all of it is recorded");
        assertEquals(5, open(0.005).proof().sure().orElseThrow());
    }

    @Test
    void whileNobodyHasTheFileOpenAJudgementIsTakenBackToo() throws IOException {
        open(0.005).add("shop", "hours", 7.5, false);
        Judgements.withdraw(file, "shop", "hours");
        assertEquals(5, open(0.005).proof().sure().orElseThrow());
    }

    @Test
    void rightAnswersProveMoreOfWhatIsPlayedAndNothingOfWhatIsNot() throws IOException {
        assertTrue(open(0.002).proof().sure().isEmpty(), "600 prove 0.5 % only");
        Judgements judgements = open(0.005);
        for (int i = 0; i < 3000; i++) {
            judgements.add("shop", "hours", 6, true);
        }
        // Counted for lower scores as well, they would prove these without one of theirs.
        assertEquals(5, judgements.proof().sure().orElseThrow());
        assertEquals(5, open(0.002).proof().sure().orElseThrow());
    }

    @Test
    void whatNobodyHeardProvesAScoreWhileTheCacheIsLearning() throws IOException {
        Judgements judgements = open(0.002);
        assertTrue(judgements.proof().sure().isEmpty(), "600 prove 0.5 % only");
        assertEquals(4, judgements.judgedFrom(), "1 % wrong from 3 on is hopeless for 0.2 %");
        long needed = judgements.proof().moreNeeded();
        for (int i = 0; i < needed; i++) {
            assertTrue(judgements.proof().sure().isEmpty(), "after " + i);
            judgements.addUnsaid("shop", "hours", 6, true);
        }
        assertEquals(5, judgements.proof().sure().orElseThrow());
        assertEquals(0, judgements.proof().judged());
        assertEquals(needed, judgements.proof().unsaid());

        // A wrong one counts as a wrong hit does, and is not taken back with a suspension.
        judgements.addUnsaid("shop", "hours", 5.5, false);
        assertTrue(judgements.proof().sure().isEmpty());
        judgements.withdraw("shop", "hours");
        Proof again = open(0.002).proof();
        assertTrue(again.sure().isEmpty());
        assertEquals(needed + 1, again.unsaid());
        assertEquals(0, again.judged());
    }

    @Test
    void whatIsWrongJustBelowTheScoreKeepsItThere() throws IOException {
        Judgements judgements = open(0.005);
        for (int i = 0; i < 2000; i++) {
            judgements.addUnsaid("shop", "hours", 4.5, i % 100 != 0);
        }
        assertEquals(5, judgements.proof().sure().orElseThrow());
        for (int i = 0; i < 6000; i++) {
            judgements.addUnsaid("shop", "hours", 4.5, true);
        }
        assertEquals(4, judgements.proof().sure().orElseThrow(), "they prove what they are");
    }

    @Test
    void aLineThatIsHalfWrittenIsPassedOver() throws IOException {
        open(0.005).add("shop", "hours", 7.5, false);
        Files.writeString(file, "7.5000 5.0000 wro", StandardOpenOption.APPEND);
        open(0.005).add("shop", "parking", 7.5, true);
        assertEquals(2, open(0.005).proof().judged());
    }
}
