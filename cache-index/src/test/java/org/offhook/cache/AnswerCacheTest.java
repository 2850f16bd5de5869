package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest {
    private static final Answer HOURS = answer("hours", "when are you open", "opening hours");
    private static final Answer PARKING = answer("parking", "where can I park", "parking spaces");
    private static final Answer FAX = answer("fax", "what is your fax number");

    private static final int ASKED = 100;

    private final LetterEmbedder embedder = new LetterEmbedder("letters/1");
    @TempDir private Path directory;

    @Test
    void theSameWordsAreAHitWhateverTheSpelling() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("en", List.of(HOURS, PARKING));
            int before = embedder.calls();
            var hit = hit(cache.lookup("en", "Um, can you tell me: when're you open, please?"));
            assertEquals("hours", hit.answer().id());
            assertTrue(hit.exact());
            assertEquals(before, embedder.calls(), "an exact match needs no vector");
        }
    }

    @Test
    void afterARestartNothingIsEmbeddedAgain() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            assertEquals(new SyncReport(4, 0, 0, 0), cache.sync("en", List.of(HOURS, PARKING)));
        }
        var again = new LetterEmbedder("letters/1");
        try (var cache = AnswerCache.open(directory, again)) {
            assertEquals(new SyncReport(0, 4, 0, 0), cache.sync("en", List.of(HOURS, PARKING)));
            assertEquals(0, again.calls());
            assertEquals("parking", near(cache, "where can one park around here"));
        }
    }

    @Test
    void onlyWhatChangedIsEmbeddedAndWhatVanishedIsDeleted() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("en", List.of(HOURS, PARKING));
            var changed = answer("parking", "where can I park", "is there a garage");
            assertEquals(new SyncReport(2, 1, 3, 0), cache.sync("en", List.of(changed, FAX)));
            assertInstanceOf(Lookup.Hit.class, cache.lookup("en", "is there a garage"));
            assertEquals("parking", near(cache, "where could my car park stand"));
            Lookup gone = cache.lookup("en", "when are you open");
            assertTrue(!(gone instanceof Lookup.Hit), gone.toString());
        }
    }

    @Test
    void anotherModelMeansOtherVectors() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("en", List.of(HOURS));
        }
        try (var cache = AnswerCache.open(directory, new LetterEmbedder("letters/2"))) {
            assertEquals(new SyncReport(2, 0, 2, 0), cache.sync("en", List.of(HOURS)));
        }
    }

    @Test
    void banksDoNotSeeEachOther() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("a/en", List.of(HOURS));
            cache.sync("b/en", List.of(PARKING));
            assertEquals("bank is empty", cache.lookup("c/en", "hours").evidence().reason());
            assertEquals("parking", near(cache, "b/en", "when are you opening"));
            cache.sync("a/en", List.of());
            assertEquals("bank is empty", cache.lookup("a/en", "when").evidence().reason());
            assertInstanceOf(Lookup.Hit.class, cache.lookup("b/en", "where can I park"));
        }
    }

    @Test
    void wordsOfTwoAnswersAreNobodysExactMatch() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            var other = answer("holidays", "opening hours");
            assertEquals(1, cache.sync("en", List.of(HOURS, other)).ambiguous());
            Lookup found = cache.lookup("en", "opening hours");
            assertTrue(!(found instanceof Lookup.Hit), found.toString());
            assertTrue(found.evidence().reason().startsWith("close rival"), found.toString());
        }
    }

    @Test
    void silenceAndRamblingAreMisses() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("en", List.of(HOURS));
            assertEquals("no words", cache.lookup("en", " ...? ").evidence().reason());
            assertEquals(
                    "too many words", cache.lookup("en", "open ".repeat(60)).evidence().reason());
        }
    }

    @Test
    void anAnswerWithoutPhrasingsIsNeverFoundAndHarmsNobody() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("en", List.of(answer("none"), HOURS, PARKING));
            assertEquals("hours", near(cache, "when do they open the opening hours door"));
        }
    }

    @Test
    void twoAnswersOfOneIdAreOurFault() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            var twice = List.of(HOURS, answer("hours", "else"));
            assertThrows(IllegalArgumentException.class, () -> cache.sync("en", twice));
        }
    }

    @Test
    void oneDirectoryHasOneCache() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("en", List.of(HOURS));
            var refused =
                    assertThrows(IOException.class, () -> AnswerCache.open(directory, embedder));
            assertTrue(refused.getMessage().startsWith("in use"), refused.getMessage());
        }
    }

    @Test
    void aDamagedIndexIsMovedAsideAndMadeAgain() throws IOException {
        Path index = directory.resolve("index");
        for (int round = 0; round < 2; round++) { // the second time something lies aside already
            try (var cache = AnswerCache.open(index, embedder)) {
                cache.sync("en", List.of(HOURS, PARKING));
            }
            damage(index);
            try (var cache = AnswerCache.open(index, embedder)) {
                assertEquals(4, cache.sync("en", List.of(HOURS, PARKING)).embedded());
                assertInstanceOf(Lookup.Hit.class, cache.lookup("en", "when are you open"));
            }
            assertTrue(Files.exists(directory.resolve("index.broken")));
        }
    }

    /** Every file but the lock is filled with another byte. */
    private static void damage(Path index) throws IOException {
        try (var files = Files.list(index)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x55);
                Files.write(file, bytes);
            }
        }
    }

    @Test
    void callersAskWhileTheBankChanges() throws Exception {
        try (var cache = AnswerCache.open(directory, embedder);
                var callers = Executors.newFixedThreadPool(3)) {
            cache.sync("en", List.of(HOURS, PARKING));
            Callable<Integer> caller =
                    () -> {
                        int hits = 0;
                        for (int i = 0; i < ASKED; i++) {
                            hits +=
                                    cache.lookup("en", "when are you open") instanceof Lookup.Hit
                                            ? 1
                                            : 0;
                            cache.lookup("en", "how would one open this parking space " + i);
                        }
                        return hits;
                    };
            var asked = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 3; i++) {
                asked.add(callers.submit(caller));
            }
            for (int i = 0; i < 8; i++) {
                cache.sync("en", i % 2 == 0 ? List.of(HOURS, FAX) : List.of(HOURS, PARKING, FAX));
            }
            for (Future<Integer> hits : asked) {
                assertEquals(ASKED, hits.get(), "the answer was in every version of the bank");
            }
        }
    }

    @Test
    void inAnotherLanguageOnlyTheVeryWordsAreAHit() throws IOException {
        var open = answer("open", "Wann haben Sie geöffnet?", "Ist schon offen?");
        var fine = answer("fine", "Ist schön offen?");
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("de", Locale.GERMAN, List.of(open, fine));
            assertEquals("open", hit(cache.lookup("de", "wann haben sie GEÖFFNET")).answer().id());
            assertEquals("open", hit(cache.lookup("de", "Ist schon offen?")).answer().id());
            assertEquals("fine", hit(cache.lookup("de", "ist schön offen")).answer().id());
            assertInstanceOf(Lookup.Miss.class, cache.lookup("de", "Wann haben Sie offen?"));
            assertInstanceOf(Lookup.Miss.class, cache.lookup("de", "Wann haben Sie the geöffnet?"));
            assertEquals(0, embedder.calls());
        }
    }

    @Test
    void scriptsWithoutLatinLettersKeepTheirMarks() throws IOException {
        // The same consonants with other vowel signs: when, and how many.
        var when = answer("when", "कब खुला है");
        var thai = answer("thai", "เปิดกี่โมง");
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("hi", Locale.forLanguageTag("hi"), List.of(when, thai));
            assertEquals("when", hit(cache.lookup("hi", "कब खुला है?")).answer().id());
            assertEquals("thai", hit(cache.lookup("hi", "เปิดกี่โมง")).answer().id());
            assertInstanceOf(Lookup.Miss.class, cache.lookup("hi", "कब खोला है"));
            assertInstanceOf(Lookup.Miss.class, cache.lookup("hi", "कब खल ह"));
        }
    }

    @Test
    void aBankThatChangesItsLanguageLeavesNothingBehind() throws IOException {
        try (var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("desk", List.of(HOURS));
            cache.sync("desk", Locale.GERMAN, List.of(HOURS));
            assertInstanceOf(Lookup.Miss.class, cache.lookup("desk", "um when are you open"));
            assertEquals(2, cache.sync("desk", List.of(HOURS)).embedded());
            assertEquals("hours", hit(cache.lookup("desk", "um when are you open")).answer().id());
        }
    }

    private static Answer answer(String id, String... questions) {
        return new Answer(id, "", List.of(questions), new Answer.Then.Listen());
    }

    private static Lookup.Hit hit(Lookup found) {
        return assertInstanceOf(Lookup.Hit.class, found);
    }

    private static String near(AnswerCache cache, String words) throws IOException {
        return near(cache, "en", words);
    }

    private static String near(AnswerCache cache, String bank, String words) throws IOException {
        return cache.lookup(bank, words).evidence().nearestId();
    }
}
