package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KokoroTextTest {
    @Test
    void eachSentenceIsAPiece() {
        assertEquals(
                List.of("We are closed on Sunday.", "We open again on Monday at eight!"),
                KokoroText.sentences(
                        "We are closed on Sunday.  We open again on Monday at eight! "));
    }

    @Test
    void aTinySentenceIsSpokenWithItsNeighbour() {
        assertEquals(
                List.of("Of course. Our team is glad to help you."),
                KokoroText.sentences("Of course. Our team is glad to help you."));
        assertEquals(
                List.of("Thank you for calling us today. Goodbye!"),
                KokoroText.sentences("Thank you for calling us today. Goodbye!"));
        assertEquals(List.of("Yes."), KokoroText.sentences("Yes."));
    }

    @Test
    void titlesAndDecimalsEndNoSentence() {
        assertEquals(
                List.of("Please ask for Dr. Bell about the 2.5 percent."),
                KokoroText.sentences("Please ask for Dr. Bell about the 2.5 percent."));
    }

    @Test
    void aTelephoneNumberIsReadDigitByDigit() {
        assertEquals(
                List.of("Please call 5 5 5, 0 1 4 2 today."),
                KokoroText.sentences("Please call 555-0142 today."));
    }

    @Test
    void anEndlessSentenceIsCutAtAComma() {
        String clause = "one more thing that somebody wants to say without ever stopping";
        String endless = String.join(", ", List.of(clause, clause, clause, clause, clause, clause));
        List<String> pieces = KokoroText.sentences(endless);

        assertEquals(endless, String.join(" ", pieces));
        assertTrue(pieces.stream().allMatch(piece -> piece.length() <= 300), pieces::toString);
        assertTrue(pieces.getFirst().endsWith(","), pieces::toString);
    }

    @Test
    void anEndlessWordIsStillCut() {
        List<String> pieces = KokoroText.sentences("a".repeat(1_000));

        assertEquals(1_000, pieces.stream().mapToInt(String::length).sum());
        assertTrue(pieces.stream().allMatch(piece -> piece.length() <= 300));
    }

    @Test
    void nothingSpeakableIsNothing() {
        assertEquals(List.of(), KokoroText.sentences(" \n "));
        assertEquals(List.of(), KokoroText.sentences("... !?"));
    }
}
