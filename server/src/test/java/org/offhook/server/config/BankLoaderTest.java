package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.offhook.cache.Answer;
import org.offhook.cache.Answer.Then;

class BankLoaderTest {
    private static final String HEAD =
            BankLoader.PROMPTS.stream()
                    .map(prompt -> "  " + prompt + ": Words.\n")
                    .collect(Collectors.joining("", "name: desk\nprompts:\n", "answers:\n"));

    /** Lines of {@link #HEAD}: a complaint about the first line below it has the next number. */
    private static final int ABOVE = 12;

    private static void complains(String answers, String... lines) {
        var complaint =
                assertThrows(
                        ConfigException.class, () -> BankLoader.read("bank.yaml", HEAD + answers));
        assertEquals(String.join("\n", lines), String.join("\n", complaint.problems()));
    }

    private static String at(int line) {
        return "bank.yaml:" + (ABOVE + line) + ": ";
    }

    @Test
    void aSlotMustBeKnownAndOnlyAnswersHaveThem() throws ConfigException {
        complains(
                """
                  - id: hours
                    say: "Hello {nmae}, it is {time}."
                    questions: [Hours]
                """,
                at(2)
                        + "answers[0].say: must have slots that are known, {date}, {name}, {number},"
                        + " {time}, {weekday}, got \"{nmae}\"");
        String greeted = HEAD.replace("greeting: Words.", "greeting: 'Hello {name}'");
        var complaint =
                assertThrows(
                        ConfigException.class,
                        () ->
                                BankLoader.read(
                                        "bank.yaml",
                                        greeted + "  - {id: a, say: b, questions: c}"));
        assertEquals(
                "bank.yaml:3: prompts.greeting: must have no slots: only answers have, got \"Hello"
                        + " {name}\"",
                complaint.problems().getFirst());
    }

    @Test
    void aBankIsRead() throws ConfigException {
        AnswerBank bank =
                BankLoader.read(
                        "bank.yaml",
                        HEAD
                                + """
                                  - id: hours
                                    say: "We open at nine."
                                    questions: ["When do you open?", Hours]
                                  - id: bye
                                    say: Goodbye!
                                    questions: [Bye]
                                    then: hangup
                                  - id: person
                                    say: One moment.
                                    questions: A person please
                                    then: transfer sip:200@pbx.example.org
                                """);
        assertEquals("desk", bank.name());
        assertEquals(BankLoader.PROMPTS, List.copyOf(bank.prompts().keySet()));
        assertEquals(
                List.of(
                        new Answer(
                                "hours",
                                "We open at nine.",
                                List.of("When do you open?", "Hours"),
                                new Then.Listen()),
                        new Answer("bye", "Goodbye!", List.of("Bye"), new Then.HangUp()),
                        new Answer(
                                "person",
                                "One moment.",
                                List.of("A person please"),
                                new Then.Transfer("sip:200@pbx.example.org"))),
                bank.answers());
    }

    @Test
    void anIdStandsOnce() {
        complains(
                """
                  - {id: hours, say: Nine., questions: [a]}
                  - {id: hours, say: Ten., questions: [b]}
                """,
                at(2)
                        + "answers[1].id: must be different from every other answer's, got \"hours\"");
    }

    @Test
    void aQuestionMeansOneAnswerWhateverItsSigns() {
        complains(
                """
                  - id: hours
                    say: Nine.
                    questions:
                      - When do you open?
                      - hours
                      - "Hours!"
                  - id: doors
                    say: Left.
                    questions:
                      - "when do you OPEN"
                """,
                at(6)
                        + "answers[0].questions[2]: must mean one answer and stand once; is also in"
                        + " this answer, got \"Hours!\"",
                at(10)
                        + "answers[1].questions: must mean one answer and stand once; is also in"
                        + " answer hours, got \"when do you OPEN\"");
    }

    @Test
    void anAnswerIsSaidAskedAndFollowed() {
        complains(
                """
                  - {id: a, say: "", questions: [a]}
                  - {id: b, say: Yes., questions: []}
                  - {id: c, say: Yes., questions: [c], then: transfer 200}
                  - {id: d, say: Yes., questions: ["?"], then: hang-up}
                  - {id: E e, say: Yes., questions: [e], than: listen}
                  - {say: Yes., questions: [f]}
                """,
                at(1) + "answers[0].say: must not be empty",
                at(2) + "answers[1].questions: must have at least one",
                at(3)
                        + "answers[2].then: must be listen, hangup, take-message or transfer sip:USER@HOST, got"
                        + " \"transfer 200\"",
                at(4) + "answers[3].questions: must be words, at most 300 characters, got \"?\"",
                at(4)
                        + "answers[3].then: must be listen, hangup, take-message or transfer sip:USER@HOST, got"
                        + " \"hang-up\"",
                at(5)
                        + "answers[4].id: must be a-z, 0-9, - and _, at most 64 characters, got"
                        + " \"E e\"",
                at(5) + "answers[4].than: is not a known key, did you mean \"then\"?",
                at(6) + "answers[5].id: is missing");
    }

    @Test
    void promptsAreAllThereAndNoOthers() {
        String text =
                HEAD.replace("  still-there: Words.\n", "").replace("greeting:", "greating:")
                        + "  - {id: a, say: Yes., questions: [a]}\n";
        var complaint =
                assertThrows(ConfigException.class, () -> BankLoader.read("bank.yaml", text));
        assertEquals(
                List.of(
                        "bank.yaml:3: prompts.greeting: is missing",
                        "bank.yaml:3: prompts.still-there: is missing",
                        "bank.yaml:3: prompts.greating: is not a known key, did you mean"
                                + " \"greeting\"?"),
                complaint.problems());
    }

    @Test
    void aBankWithoutAnswersIsNone() {
        complains("", at(0) + "answers: must be a list of 1 to 10000 answers");
    }

    @Test
    void anAnswerTooLongForATelephoneIsRefused() {
        complains(
                "  - {id: a, say: " + "x".repeat(1001) + ", questions: [a]}\n",
                at(1) + "answers[0].say: must be at most 1000 characters, is 1001");
    }

    @Test
    void aliasesDoNotExplode() {
        var bomb = new StringBuilder("a0: &a0 x\n");
        for (int level = 1; level < 30; level++) {
            String below = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s, %s]\n".formatted(level, level, below, below));
        }
        var complaint =
                assertThrows(
                        ConfigException.class, () -> BankLoader.read("bank.yaml", bomb.toString()));
        assertTrue(complaint.getMessage().contains("aliases"), complaint.getMessage());
    }
}
