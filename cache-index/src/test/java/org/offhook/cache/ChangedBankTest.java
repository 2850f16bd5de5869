package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken over from the bank as it was must not be told from what is computed anew. */
class ChangedBankTest {
    private static final List<String> THINGS =
            List.of("parking", "opening hours", "a refund", "the dentist", "vaccines", "my bill");
    private static final List<String> WAYS =
            List.of("tell me about %s", "where is %s", "how much is %s", "is there %s", "why %s");

    @TempDir private Path directory;

    @Test
    void aBankChangedSixtyTimesDecidesAsOneMadeAnew() throws IOException {
        var random = new Random(4);
        var answers = new ArrayList<Answer>();
        var embedder = new LetterEmbedder("letters/1");
        try (var cache = AnswerCache.open(directory.resolve("changed"), embedder)) {
            for (int change = 0; change < 60; change++) {
                change(answers, random);
                SyncReport report = cache.sync("en", List.copyOf(answers));
                if (change % 10 == 9) {
                    int there = report.kept() + report.embedded();
                    compare(cache, answers, there, directory.resolve("anew" + change));
                }
            }
        }
    }

    @Test
    void anotherEmbedderComesAPieceAtATimeAndGuessesNothingMeanwhile() throws IOException {
        Answer parking = answer("parking", "where can i park", "is there parking");
        Answer hours = answer("hours", "when are you open", "what are your hours");
        var bank = List.of(parking, hours);
        try (var cache = AnswerCache.open(directory, new LetterEmbedder("letters/1"))) {
            assertEquals(0, cache.sync("en", Locale.ENGLISH, bank, 100).waiting());
        }
        try (var cache = AnswerCache.open(directory, new LetterEmbedder("letters/2"))) {
            assertEquals(new SyncReport(1, 0, 4, 0, 3), cache.sync("en", Locale.ENGLISH, bank, 1));
            assertInstanceOf(Lookup.Hit.class, cache.lookup("en", "When are you open?"));
            assertEquals(
                    "not the very words",
                    cache.lookup("en", "so when are you opened").evidence().reason());
            assertEquals(2, cache.sync("en", Locale.ENGLISH, bank, 1).waiting());
            assertEquals(0, cache.sync("en", Locale.ENGLISH, bank, 2).waiting());
            assertEquals("hours", nearest(cache, "so when are you opened"));

            // Once whole it goes on as it was while more come.
            Answer late = answer("late", "how late are you opened", "so when do you close");
            var more = List.of(parking, hours, late);
            assertEquals(1, cache.sync("en", Locale.ENGLISH, more, 1).waiting());
            assertEquals("hours", nearest(cache, "so when are you opened"));
            assertEquals(0, cache.sync("en", Locale.ENGLISH, more, 1).waiting());
            assertEquals("late", nearest(cache, "so when do you close"));
        }
    }

    private static String nearest(AnswerCache cache, String question) throws IOException {
        return cache.lookup("en", question).evidence().nearestId();
    }

    private static Answer answer(String id, String... questions) {
        return new Answer(id, "Yes.", List.of(questions), new Answer.Then.Listen());
    }

    private static void change(List<Answer> answers, Random random) {
        int at = answers.isEmpty() ? 0 : random.nextInt(answers.size());
        switch (answers.size() < 4 ? 0 : random.nextInt(5)) {
            case 0, 1 -> answers.add(at, answer("a" + random.nextInt(1_000_000), random));
            case 2 -> answers.set(at, answer(answers.get(at).id(), random));
            case 3 -> {
                Answer same = answers.get(at);
                String say = "On Monday, number " + random.nextInt(100) + ".";
                answers.set(at, new Answer(same.id(), say, same.questions(), same.then()));
            }
            default -> answers.remove(at);
        }
    }

    private static Answer answer(String id, Random random) {
        var questions = new ArrayList<String>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            String way = WAYS.get(random.nextInt(WAYS.size()));
            questions.add(way.formatted(THINGS.get(random.nextInt(THINGS.size()))));
        }
        return new Answer(id, "Yes.", questions, new Answer.Then.Listen());
    }

    private static void compare(
            AnswerCache changed, List<Answer> answers, int there, Path directory)
            throws IOException {
        var embedder = new LetterEmbedder("letters/1");
        try (var anew = AnswerCache.open(directory, embedder)) {
            assertEquals(anew.sync("en", List.copyOf(answers)).embedded(), there);
            for (String thing : THINGS) {
                for (String way : List.of("tell me about %s", "so where is %s", "what of %s")) {
                    String question = way.formatted(thing);
                    same(anew.lookup("en", question), changed.lookup("en", question), question);
                }
            }
        }
    }

    /** But for the last bits: compiled sums of products round otherwise than interpreted ones. */
    private static void same(Lookup expected, Lookup found, String question) {
        assertEquals(expected.getClass(), found.getClass(), question);
        Lookup.Evidence a = expected.evidence();
        Lookup.Evidence b = found.evidence();
        assertEquals(a.nearestId(), b.nearestId(), question);
        assertEquals(a.rivalId(), b.rivalId(), question);
        assertEquals(a.why().veto(), b.why().veto(), question);
        assertEquals(a.why().score(), b.why().score(), 1e-3, question);
        a.why()
                .features()
                .forEach((name, value) ->
                        assertEquals(
                                value, b.why().features().get(name), 1e-4, name + ": " + question));
    }
}
