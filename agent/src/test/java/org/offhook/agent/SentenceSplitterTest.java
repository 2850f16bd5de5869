package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is spoken, and when; "|" shows where a text is cut. */
class SentenceSplitterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "We open at nine.| We close at five.",
                "Do you want that?| I can book it!| Shall I?",
                "Dr. Smith and Mrs. Jones are in.| Who is calling?",
                "Ask for sweets, e.g. Turkish delight.| It is good.",
                "We open at 9 a.m. Monday to Friday.| Come by.",
                "We open at 9 a.m. and close at 5 p.m.| We are closed on Sundays.",
                "We open at 9 a.m.| Mondays are busy.",
                "It is No. 5 on the list.| Take it.",
                "No.| We are closed on Sundays.",
                "It costs 3.50 euros at 9.30 or 10:15.| That is v2.1.3.",
                "Write to jane.doe_7@mail.example.com please.| Thank you.",
                "See https://www.example.com/a.b?c=d!e for more.| Or call us.",
                "J. R. R. Tolkien wrote it.| George W. Bush did not.",
                "So do I.| You are not alone.",
                "Well... let me see.| Hmm...| Let me look.",
                "Wait… what did you say?| I see.",
                "\"Really?\" she asked.| \"Yes.\"| He left.",
                "You did what?!| Great.",
                "The U.S. Army is big.| So is that of the E.U. countries.",
                "Am 3. Mai und am 21. Dezember ist zu.| Danke.",
                "Das gilt z.B. Montag, d.h. Morgen.| Gut.",
                "We are at 12 Main St. near the park.| See you.",
                "He is a Jr. partner at Foo Inc. in Ohio.| She is too.",
                "It costs $3.50 today.| Or 3.50 dollars for two.",
                "Call 555-0100.| Or +1 (555) 010-0199.| Ask for Ann.",
                "Come at 9 a.m. on Monday.| Not at 9:30.",
                "Ask Dr. Smith about 1.5 mg.| Then call.",
                "Write to john.doe@example.com.| We answer by 5 p.m. Eastern time.",
                "It is due Nov. 23, 2026.| Not Dec. 1st.",
                "We open Mon. – Fri.| Not on Sun. 24 May.",
                "Come on Mon. Nov. 23.| Bring a friend.",
                "It grew by 2.5% in Q1.| Fine.",
                "Rooms 10-12 are free 24/7.| Ask at the desk.",
                "hi there! |how are you? |fine",
                "五時に閉まります。|また明日。",
                "Well, yes, no, maybe so.| Then we, all of us, will go, as I said, home.",
            })
    void sentencesAreCutAtTheirEnds(String marked) {
        List<String> expected = List.of(marked.strip().split(" ?\\| ?"));
        String text = marked.replace("|", "");
        for (List<String> tokens : tokenisations(text)) {
            assertEquals(expected, pieces(tokens), () -> "as " + tokens);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You can come by any day next week,| and we will help you, I promise.",
                "Our office in the old town is closed;| the new one, by the river, is open.",
                "All of our rooms have a balcony —| some, not all, have a view.",
                "All of our rooms have a balcony—|some have a view.",
                "All of our rooms have a balcony -| some have a view.",
                "Certainly, I can look that up,| one moment please.",
            })
    void theFirstPieceMayEndAtAClause(String marked) {
        List<String> expected = List.of(marked.replaceAll(" ?[—-]\\|", ",|").split(" ?\\| ?"));
        for (List<String> tokens : tokenisations(marked.replace("|", ""))) {
            assertEquals(expected, pieces(tokens), () -> "as " + tokens);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes, of course we can do that for you.",
                "You could come to see us May 5, 2026 in the morning.",
                "That would be about one or two thousand or 12,000 euros.",
                "The shop in the old town opens from 9 - 17 every day.",
                "The shop in the old town opens at about 9:30 every day.",
                "We could see you on the next Monday, November 23 at nine.",
                "The shop in the old town opens Mon – Fri.",
                "The shop in the old town opens Monday - Friday.",
                "So you could write to us or call us, 555-0100.",
            })
    void theFirstPieceIsNotCutWhereItIsTooShortOrANumberGoesOn(String text) {
        for (List<String> tokens : tokenisations(text)) {
            assertEquals(List.of(text), pieces(tokens), () -> "as " + tokens);
        }
    }

    @Test
    void aSentenceIsOutAsSoonAsTheNextOneBegins() {
        var splitter = new SentenceSplitter();
        var out = new ArrayList<String>();
        splitter.take("We open", out::add);
        splitter.take(" at nine.", out::add);
        assertEquals(List.of(), out);
        splitter.take(" W", out::add);
        assertEquals(List.of("We open at nine."), out);
        splitter.take("e close at five.", out::add);
        splitter.flush(out::add);
        assertEquals(List.of("We open at nine.", "We close at five."), out);
    }

    @Test
    void aClauseIsOutAsSoonAsTheNextOneBegins() {
        var splitter = new SentenceSplitter();
        var out = new ArrayList<String>();
        splitter.take("On Sundays we are open from nine,", out::add);
        assertEquals(List.of(), out);
        splitter.take(" but", out::add);
        assertEquals(List.of("On Sundays we are open from nine,"), out);
    }

    @Test
    void theNextReplyBeginsAnew() {
        var splitter = new SentenceSplitter();
        var out = new ArrayList<String>();
        for (int i = 0; i < 2; i++) {
            splitter.take("# On Sundays we are open from nine, but", out::add);
            splitter.flush(out::add);
        }
        assertEquals(
                List.of(
                        "On Sundays we are open from nine,",
                        "but",
                        "On Sundays we are open from nine,",
                        "but"),
                out);
    }

    @Test
    void noPieceIsLongerThanAllowed() {
        String endless = "word ".repeat(100) + "x".repeat(300) + " 🙂" + "𝒳".repeat(100);
        for (int longest = 20; longest < 60; longest++) {
            var splitter = new SentenceSplitter(longest);
            var out = new ArrayList<String>();
            splitter.take(endless, out::add);
            splitter.flush(out::add);
            for (String piece : out) {
                assertTrue(piece.length() <= longest, piece);
                assertTrue(piece.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000), piece);
            }
            assertEquals(endless.replaceAll("[ 🙂]", ""), String.join("", out).replace(" ", ""));
        }
    }

    @Test
    void tooLongASentenceIsCutAtAClause() {
        var splitter = new SentenceSplitter(40);
        var out = new ArrayList<String>();
        splitter.take("One two three. ", out::add);
        splitter.take("If you come on a Monday, then you will find the door shut.", out::add);
        splitter.flush(out::add);
        assertEquals(
                List.of(
                        "One two three.",
                        "If you come on a Monday,",
                        "then you will find the door shut."),
                out);
    }

    @Test
    void nothingSayableIsNoPiece() {
        assertEquals(List.of(), pieces(List.of("", " ", "\n\n", "---\n", "🙂", "...", "**")));
    }

    @Test
    void tooLongASentenceIsNotCutInANumber() {
        var splitter = new SentenceSplitter(40);
        var out = new ArrayList<String>();
        splitter.take("You can reach all of us under +1 (555) 010-0199 at any time", out::add);
        splitter.flush(out::add);
        assertEquals(
                List.of("You can reach all of us", "under +1 (555) 010-0199 at any time"), out);
    }

    /** Whatever sentences follow one another, and however they arrive. */
    @Test
    void theSentencesDoNotDependOnTheTokens() {
        String[] parts = {
            "Sure, I can do that for you.",
            "It costs $3.50, or 20 €.",
            "At 9 a.m. on Monday,",
            "Dr. Smith (ext. 12) is in;",
            "Mon. – Fri.",
            "**Nov. 23, 2026**!",
            "call 555-0100.",
            "[our site](https://example.com/a.b?c=1)",
            "e.g. a.b@example.com",
            "No. 5?",
            "No.",
            "\n\n- one\n- two\n",
            "well... yes",
            "\"Really?\" she said.",
            "1. Open it.",
            "— or",
            "10-12% of v2.1.3",
            "🙂",
            "on Sunday, May 3rd",
            "U.S. made",
            "x".repeat(90),
            "a | b",
        };
        var random = new Random(5);
        for (int round = 0; round < 300; round++) {
            var text = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                text.append(parts[random.nextInt(parts.length)]).append(' ');
            }
            List<String> whole = pieces(List.of(text.toString()));
            for (List<String> tokens : tokenisations(text.toString())) {
                assertEquals(whole, pieces(tokens), () -> "as " + tokens);
            }
        }
    }

    @Test
    void aLimitTooSmallForWordsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SentenceSplitter(19));
    }

    /** Whole, by characters, and by seeded chance: the pieces must not depend on the tokens. */
    static List<List<String>> tokenisations(String text) {
        var all = new ArrayList<List<String>>();
        all.add(List.of(text));
        all.add(List.of(text.split("")));
        all.add(List.of(text.split("(?= )")));
        var random = new Random(7);
        for (int i = 0; i < 10; i++) {
            var tokens = new ArrayList<String>();
            int at = 0;
            while (at < text.length()) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(6));
                tokens.add(text.substring(at, end));
                at = end;
            }
            all.add(tokens);
        }
        return all;
    }

    static List<String> pieces(List<String> tokens) {
        var splitter = new SentenceSplitter();
        var out = new ArrayList<String>();
        tokens.forEach(token -> splitter.take(token, out::add));
        splitter.flush(out::add);
        return out;
    }
}
