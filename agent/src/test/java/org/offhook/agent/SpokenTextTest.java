package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a model writes, and what of it is said. */
class SpokenTextTest {
    @Test
    void emphasisAndCodeAreOnlyWords() {
        says(
                "We are **open** and *very* glad `really` ~~not~~.",
                "We are open and very glad really not.");
        says(
                "__Bold__ and _soft_ but my_file_name stays.",
                "Bold and soft but my_file_name stays.");
        says("**Dr.** Smith is in. **Yes.** No?", "Dr. Smith is in.", "Yes.", "No?");
    }

    @Test
    void headingsListsAndQuotesAreSentences() {
        says(
                "## Opening hours\n\n- Monday: **9 to 5**\n- Tuesday: closed\n* milk\n* bread\n> Quoted\n> - item",
                "Opening hours",
                "Monday: 9 to 5",
                "Tuesday: closed",
                "milk",
                "bread",
                "Quoted",
                "item");
    }

    @Test
    void numbersOfListsStayForTheyMayBeTheAnswer() {
        says("1. Open the door.\n2. Go in.", "1. Open the door.", "2. Go in.");
        says("12. They are all free.", "12. They are all free.");
    }

    @Test
    void fencesRulesAndTablesAreNotRead() {
        says("So:\n```json\nFetch it\n```\nDone.", "So:", "Fetch it", "Done.");
        says("One.\n\n---\n\nTwo.\n***\nThree.\n", "One.", "Two.", "Three.");
        says(
                "| Day | Time |\n|-----|:----:|\n| Monday | 9 to 5 |\n",
                "Day, Time",
                "Monday, 9 to 5");
    }

    @Test
    void linksAreTheirText() {
        says("See [our site](https://example.com/a_b?c=1). Bye.", "See our site.", "Bye.");
        says("Look: ![a cat](cat.png) here and [2](x) [1].", "Look: a cat here and 2.");
        says(
                "Mail <a.b@example.com> or <https://example.com>.",
                "Mail a.b@example.com or https://example.com.");
        says("One<br>Two</p> if 3 < 4.", "One", "Two if 3 < 4.");
    }

    @Test
    void picturesAreNotRead() {
        says(
                "Great! 😀👍🏽 See you 👨‍👩‍👧 in 🇩🇪 ❤️ at 1️⃣ o'clock © Offhook™.",
                "Great!",
                "See you in at 1 o'clock © Offhook™.");
    }

    @Test
    void aLineBrokenInASentenceIsNoEnd() {
        says("We are open\nfrom nine to five.\n\nbye", "We are open from nine to five.", "bye");
    }

    @Test
    void marksThatAreNoneStay() {
        says("#1 costs ~5 euros - or -3? 2 ! [half", "#1 costs ~5 euros - or -3?", "2 !", "half");
        says("Say \\*that\\* again", "Say *that* again");
        says("a\u00a0b\tc\u0007d\u200be\ufffd", "a b cde");
    }

    private static void says(String written, String... spoken) {
        for (List<String> tokens : SentenceSplitterTest.tokenisations(written)) {
            assertEquals(
                    List.of(spoken), SentenceSplitterTest.pieces(tokens), () -> "as " + tokens);
        }
    }
}
