package org.offhook.cache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerImport.Report;
import org.offhook.cache.store.AnswerImport.Row;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Revision;
import org.offhook.cache.store.StoredAnswer.Status;

class AnswerDeskTest {
    private static final Key HOURS = new Key("shop", "hours");
    private static final Key PARKING = new Key("shop", "parking");

    @TempDir Path folder;
    private LuceneAnswerStore store;
    private AnswerDesk desk;
    private Instant now = Samples.MONDAY;

    @BeforeEach
    void open() throws IOException {
        store = LuceneAnswerStore.open(folder);
        desk =
                new AnswerDesk(
                        store, Map.of("shop", Locale.ENGLISH, "laden", Locale.GERMAN), () -> now);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private StoredAnswer add(Key key, String say, String... questions) throws Exception {
        return desk.add(key, Samples.content(say, questions), Origin.OWNER, "ann");
    }

    private String refused(org.junit.jupiter.api.function.Executable wish) {
        return assertThrows(RefusedException.class, wish).getMessage();
    }

    @Test
    void eachChangeIsKeptWithWhoAndWhenAndCanBeTakenBack() throws Exception {
        add(HOURS, "Nine to five.", "When do you open?");
        now = now.plusSeconds(60);
        desk.suspend(HOURS, "bob", "we are moving");
        now = now.plusSeconds(60);
        StoredAnswer undone = desk.undo(HOURS, "ann");
        assertEquals(Status.APPROVED, undone.content().status());
        assertEquals(
                List.of("ann added", "bob we are moving", "ann undone: we are moving"),
                undone.history().stream()
                        .map(change -> change.who() + " " + change.what())
                        .toList());
        assertEquals(Samples.MONDAY.plusSeconds(60), undone.history().get(1).at());
        assertEquals(3, undone.version());
        assertEquals(Status.SUSPENDED, desk.undo(HOURS, "ann").content().status(), "and again");
    }

    @Test
    void undoingTheFirstChangeDeletesAndADeletedAnswerComesBack() throws Exception {
        add(HOURS, "Nine to five.", "When do you open?");
        assertEquals(Status.DELETED, desk.undo(HOURS, "ann").content().status());
        StoredAnswer back = desk.undo(HOURS, "ann");
        assertEquals(Status.APPROVED, back.content().status());
        assertEquals("Nine to five.", back.content().say());
    }

    @Test
    void wordsThatWereChangedAreThereAgainAfterUndo() throws Exception {
        StoredAnswer first = add(HOURS, "Nine to five.", "When do you open?");
        desk.edit(HOURS, content -> Samples.content("Ten to four.", "hours"), "bob", "winter");
        assertEquals(first.content(), desk.undo(HOURS, "bob").content());
    }

    @Test
    void twoAnswersToOneQuestionAreRefusedAndBothAreNamed() throws Exception {
        add(HOURS, "Nine to five.", "When do you open?");
        String why = refused(() -> add(PARKING, "Behind the house.", "when do you open"));
        assertTrue(why.contains("hours") && why.contains("parking"), why);
        add(new Key("laden", "zeiten"), "Neun bis fünf.", "when do you open");
        desk.suspend(HOURS, "ann", "");
        add(PARKING, "Behind the house.", "when do you open");
        assertTrue(refused(() -> desk.approve(HOURS, "ann")).contains("parking"));
    }

    @Test
    void aQuestionThatAnAnswerGaveUpStandsInNobodysWay() throws Exception {
        add(HOURS, "Nine to five.", "When do you open?", "opening hours");
        String parking = "where can I park";
        refused(() -> add(PARKING, "Behind the house.", parking, "opening hours"));
        desk.edit(HOURS, _ -> Samples.content("Nine.", "when are you open"), "bob", "shorter");
        add(PARKING, "Behind the house.", parking, "opening hours");
        assertTrue(refused(() -> desk.undo(HOURS, "bob")).contains("parking"));
        desk.edit(PARKING, _ -> Samples.content("Behind.", parking), "bob", "shorter");
        desk.undo(HOURS, "bob");
        assertTrue(
                refused(() ->
                                desk.edit(
                                        PARKING,
                                        _ -> Samples.content("Behind.", "opening hours"),
                                        "bob",
                                        ""))
                        .contains("hours"));
    }

    @Test
    void whatBreaksARuleIsRefusedWithTheRule() throws Exception {
        assertTrue(refused(() -> add(new Key("bar", "x"), "Hi.", "hi")).contains("laden, shop"));
        assertTrue(refused(() -> add(new Key("shop", "A b"), "Hi.", "hi")).contains("a-z"));
        assertTrue(refused(() -> add(HOURS, "x".repeat(1_001), "hi")).contains("1000"));
        assertTrue(refused(() -> add(HOURS, "Hi.")).contains("questions"));
        assertTrue(refused(() -> add(HOURS, "Hi.", "?!")).contains("words"));
        assertTrue(refused(() -> add(HOURS, "Hi.", "\u0000\u0007")).contains("words"));
        assertTrue(refused(() -> desk.approve(HOURS, "ann")).contains("no shop/hours"));
        add(HOURS, "Nine.", "hours");
        assertTrue(refused(() -> add(HOURS, "Ten.", "open")).contains("already"));
    }

    @Test
    void whatDependsOnTheDayIsNeverApproved() throws Exception {
        Content price = Samples.content("It is three euros today.", "what is the price today");
        var dynamic =
                new Content(
                        Status.CANDIDATE,
                        price.say(),
                        price.questions(),
                        price.then(),
                        price.scope(),
                        true);
        desk.add(HOURS, dynamic, Origin.MODEL, "call");
        assertTrue(refused(() -> desk.approve(HOURS, "ann")).contains("never cached"));
    }

    @Test
    void anImportIsAllOrNothingUnlessTheGoodAreKept() throws Exception {
        add(HOURS, "Nine to five.", "When do you open?");
        var rows =
                List.of(
                        row(2, "parking", "Behind the house.", "where can I park"),
                        row(3, "late", "No.", "WHEN DO YOU OPEN"),
                        row(4, "Bad Id", "No.", "bad"),
                        row(5, "parking", "In front.", "parking"));
        var refused =
                assertThrows(RefusedException.class, () -> desk.importAll(rows, false, "ann"));
        assertEquals(3, refused.reasons().size(), refused.getMessage());
        assertTrue(refused.getMessage().contains("line 3: \"WHEN DO YOU OPEN\" would mean both"));
        assertTrue(refused.getMessage().contains("line 4: id must be"));
        assertTrue(refused.getMessage().contains("line 5: parking stands in line 2 already"));
        assertEquals(1, desk.all("shop").size());

        Report report = desk.importAll(rows, true, "ann");
        assertEquals(new Report(1, 0, 0, refused.reasons()), sorted(report, refused));
        assertEquals("Behind the house.", desk.find(PARKING).orElseThrow().content().say());
    }

    private static Report sorted(Report report, RefusedException like) {
        assertEquals(like.reasons(), report.faults());
        return report;
    }

    @Test
    void anImportOverItselfChangesNothingAndAnotherTextChangesOne() throws Exception {
        var rows = List.of(row(1, "parking", "Behind.", "park"), row(2, "hours", "Nine.", "open"));
        assertEquals(new Report(2, 0, 0, List.of()), desk.importAll(rows, false, "ann"));
        assertEquals(new Report(0, 0, 2, List.of()), desk.importAll(rows, false, "ann"));
        var swapped = List.of(row(1, "parking", "In.", "open"), row(2, "hours", "Ten.", "park"));
        assertEquals(new Report(0, 2, 0, List.of()), desk.importAll(swapped, false, "ann"));
    }

    @Test
    void anExportIsRestoredWithItsHistory() throws Exception {
        add(HOURS, "Nine to five.", "When do you open?");
        StoredAnswer kept = desk.suspend(HOURS, "bob", "moving");
        try (var other = LuceneAnswerStore.open(folder.resolve("other"))) {
            var there = new AnswerDesk(other, Map.of("shop", Locale.ENGLISH), () -> now);
            StoredAnswer read = AnswerJson.read(AnswerJson.write(kept));
            there.importAll(
                    List.of(new Row(1, HOURS, read.content(), Optional.of(read))), false, "ann");
            assertEquals(kept, there.find(HOURS).orElseThrow());
        }
    }

    private static Row row(int line, String id, String say, String question) {
        return Row.of(line, new Key("shop", id), Samples.content(say, question));
    }

    @Test
    void theBankFileWinsInWordsAndTheStoreInWhatIsSuspended() throws Exception {
        var mirror = new BankMirror(store, () -> now);
        Answer hours = answer("hours", "Nine to five.", "when do you open");
        Answer parking = answer("parking", "Behind.", "where can I park");
        add(PARKING, "In front.", "parking");
        assertEquals(2, mirror.sync("shop", List.of(hours, parking), "shop.yaml"));
        assertEquals("Behind.", desk.find(PARKING).orElseThrow().content().say());
        assertTrue(refused(() -> desk.delete(HOURS, "ann")).contains("bank file"));
        assertTrue(refused(() -> desk.undo(PARKING, "ann")).contains("bank file"));

        desk.suspend(HOURS, "ann", "wrong");
        assertEquals(0, mirror.sync("shop", List.of(hours, parking), "shop.yaml"));
        assertEquals(Status.SUSPENDED, desk.find(HOURS).orElseThrow().content().status());

        Answer later = answer("hours", "Ten to four.", "when do you open");
        assertEquals(2, mirror.sync("shop", List.of(later), "shop.yaml"));
        assertEquals(Status.APPROVED, desk.find(HOURS).orElseThrow().content().status());
        StoredAnswer gone = desk.find(PARKING).orElseThrow();
        assertEquals(Status.DELETED, gone.content().status());
        Revision last = gone.history().getLast();
        assertEquals("shop.yaml no longer in the bank", last.who() + " " + last.what());
        assertEquals(1, mirror.sync("shop", List.of(later, parking), "shop.yaml"));
    }

    private static Answer answer(String id, String say, String question) {
        return new Answer(id, say, List.of(question), new Answer.Then.Listen());
    }
}
