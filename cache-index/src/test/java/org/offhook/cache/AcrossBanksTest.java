package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one bank holds is never an answer of another, whatever is asked. */
class AcrossBanksTest {
    private static final int LOOKUPS = 100_000;
    private static final List<String> TENANTS = List.of("marigold", "acme", "acme2", "o");
    private static final List<String> AGENTS = List.of("reception", "sales", "reception/en");
    private static final List<Locale> LANGUAGES =
            List.of(Locale.ENGLISH, Locale.UK, Locale.GERMAN, Locale.FRENCH);
    private static final List<String> SUBJECTS =
            List.of("opening hours", "parking", "prices", "your address", "parcels", "the menu");
    private static final List<String> FORMS =
            List.of("tell me about %s", "%s", "what is the matter with %s", "do you have %s here");

    @TempDir private Path directory;

    @Test
    void noAnswerCrossesFromOneBankToAnother() throws IOException {
        var random = new Random(4);
        var questions = new ArrayList<String>();
        Map<String, List<String>> said = new HashMap<>();
        try (var cache = AnswerCache.open(directory, new LetterEmbedder("letters/1"))) {
            for (String tenant : TENANTS) {
                for (String agent : AGENTS) {
                    for (Locale language : LANGUAGES) {
                        String bank = tenant + "/" + agent + "/" + language.toLanguageTag();
                        List<Answer> answers = answers(bank, random, questions);
                        said.put(bank, answers.stream().map(Answer::say).toList());
                        cache.sync(bank, language, answers);
                    }
                }
            }
            var banks = List.copyOf(new java.util.TreeSet<>(said.keySet()));
            int hits = 0;
            for (int i = 0; i < LOOKUPS; i++) {
                String bank = banks.get(random.nextInt(banks.size()));
                String question = questions.get(random.nextInt(questions.size()));
                Lookup found = cache.lookup(bank, question);
                Answer answer =
                        switch (found) {
                            case Lookup.Hit hit -> hit.answer();
                            case Lookup.Near near -> near.nearest();
                            case Lookup.Miss _ -> null;
                        };
                hits += found instanceof Lookup.Hit ? 1 : 0;
                if (answer != null && !said.get(bank).contains(answer.say())) {
                    assertEquals(bank, answer.say(), question);
                }
            }
            assertTrue(hits > LOOKUPS / 100, "only " + hits + " hits: nothing was tried");
        }
    }

    /** Some of the subjects each; the same ids and questions everywhere, other words to say. */
    private static List<Answer> answers(String bank, Random random, List<String> questions) {
        var answers = new ArrayList<Answer>();
        for (String subject : SUBJECTS) {
            if (random.nextInt(3) > 0) {
                var phrasings = new ArrayList<String>();
                for (String form : FORMS) {
                    if (random.nextBoolean() || phrasings.isEmpty()) {
                        phrasings.add(form.formatted(subject));
                    }
                }
                questions.addAll(phrasings);
                questions.add("please say more of " + subject);
                answers.add(
                        new Answer(
                                subject.replace(' ', '-'),
                                bank + ": " + subject,
                                phrasings,
                                new Answer.Then.Listen()));
            }
        }
        return answers;
    }
}
