package org.offhook.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.Embedder;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.store.CandidateBook.Taught;
import org.offhook.cache.store.StoredAnswer.Status;

/** What a shop's model answers in its calls. */
class CandidateBookTest {
    private static Embedder embedder;

    @TempDir Path folder;
    private LuceneAnswerStore store;
    private AnswerDesk desk;
    private CandidateBook book;
    private Instant now = Samples.MONDAY;

    @BeforeAll
    static void load() throws IOException {
        embedder = MiniLmEmbedder.load();
    }

    @AfterAll
    static void unload() {
        embedder.close();
    }

    @BeforeEach
    void open() throws IOException {
        store = LuceneAnswerStore.open(folder);
        desk = new AnswerDesk(store, Map.of("shop", Locale.ENGLISH), () -> now);
        book = new CandidateBook(desk, embedder, () -> now);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private String learn(String question, String answer) throws Exception {
        return book.learn(new Taught("shop", Locale.ENGLISH, question, answer, 1_200, 80));
    }

    private List<StoredAnswer> candidates() throws IOException {
        return desk.all("shop").stream()
                .filter(answer -> answer.content().status() == Status.CANDIDATE)
                .toList();
    }

    @Test
    void oneQuestionInOtherWordsIsOneCandidateThatTellsWhatItWouldSave() throws Exception {
        learn("Do you sell gift cards?", "Yes, at the front desk.");
        learn("do you sell gift cards", "Yes, at the desk.");
        learn("Do you sell any gift cards?", "We do.");
        learn("Is there parking for bicycles?", "In front of the house.");
        assertEquals(2, candidates().size(), candidates()::toString);
        StoredAnswer cards =
                candidates().stream()
                        .filter(one -> one.content().say().equals("Yes, at the front desk."))
                        .findFirst()
                        .orElseThrow();
        assertEquals(3, cards.usage().asked());
        assertEquals(3_600, cards.usage().waitedMillis());
        assertEquals(240, cards.usage().tokens());
        assertEquals(
                List.of("Do you sell gift cards?", "Do you sell any gift cards?"),
                cards.content().questions());
        assertTrue(cards.key().id().matches("learned-[0-9a-f]{8}"), "no words in an id");
    }

    @Test
    void oppositesAreNeverOneCandidate() throws Exception {
        learn("When do you open on Monday?", "At nine.");
        learn("When do you close on Monday?", "At five.");
        learn("When do you open on Sunday?", "At noon.");
        assertEquals(3, candidates().size(), candidates()::toString);
    }

    @Test
    void whatWasTurnedDownIsNotProposedAgain() throws Exception {
        learn("Do you sell gift cards?", "Yes, at the front desk.");
        desk.delete(candidates().getFirst().key(), "ann");
        String became = learn("Do you sell gift cards?", "Yes.");
        assertTrue(became.contains("turned down"), became);
        assertEquals(List.of(), candidates());
    }

    @Test
    void whatNobodyAsksForIsForgottenWithItsWords() throws Exception {
        learn("Do you sell gift cards?", "Yes, at the front desk.");
        now = now.plus(Duration.ofDays(20));
        learn("Is there parking for bicycles?", "In front of the house.");
        now = now.plus(Duration.ofDays(20));
        assertEquals(1, book.forgetOlderThan(Duration.ofDays(30)));
        assertEquals(1, candidates().size());
        StoredAnswer gone =
                desk.all("shop").stream()
                        .filter(one -> one.content().status() == Status.DELETED)
                        .findFirst()
                        .orElseThrow();
        assertTrue(!AnswerJson.write(gone).contains("gift"), AnswerJson.write(gone));
    }

    @Test
    void anApprovedOneStaysHoweverOldAndIsCounted() throws Exception {
        learn("Do you sell gift cards?", "Yes, at the front desk.");
        desk.approve(candidates().getFirst().key(), "ann");
        now = now.plus(Duration.ofDays(400));
        assertEquals(0, book.forgetOlderThan(Duration.ofDays(30)));
        assertTrue(learn("Do you sell gift cards?", "Yes.").startsWith("counted"));
    }
}
