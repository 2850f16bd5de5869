package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.ShippedAudio;
import org.offhook.agent.SlotSources;
import org.offhook.agent.SlottedLine;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Embedder;
import org.offhook.cache.Lookup;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.RefusedException;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/** An agent of a shop answers calls while somebody changes its answers. */
@Timeout(600)
class LiveAnswersTest {
    private static final Key HOURS = new Key("shop", "hours");
    private static final String QUESTION = "When do you open on Saturday?";
    private static Embedder embedder;

    @TempDir Path folder;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
    private final ToneVoice voice = new ToneVoice();
    private LuceneAnswerStore store;
    private AnswerCache cache;
    private LiveAnswers live;
    private AgentAnswers shop;
    private AnswerDesk desk;

    @BeforeAll
    static void load() throws IOException {
        embedder = MiniLmEmbedder.load();
    }

    @AfterAll
    static void unload() {
        embedder.close();
    }

    @BeforeEach
    void open() throws Exception {
        store = LuceneAnswerStore.open(folder.resolve("answers"));
        cache = AnswerCache.open(folder.resolve("index"), embedder);
        desk = new AnswerDesk(store, Map.of("shop", Locale.ENGLISH), now::get);
        live = new LiveAnswers(store, now::get);
        var audio =
                new AnswerAudio(
                        ShippedAudio.directory(folder.resolve("none")),
                        folder.resolve("audio"),
                        List.of(voice));
        shop = live.agent("shop", Locale.ENGLISH, SlotSources.builtIn(), cache, audio, _ -> {});
        live.start(Map.of());
    }

    @AfterEach
    void close() throws IOException {
        live.close();
        cache.close();
        store.close();
    }

    private void add(Key key, Content content) throws Exception {
        desk.add(key, content, Origin.OWNER, "ann");
    }

    private static Content content(Status status, String say, String question) {
        return new Content(
                status, say, List.of(question), new Answer.Then.Listen(), Scope.ALWAYS, false);
    }

    /** The id that a caller who asks would hear, or what the decision was. */
    private String heard(String question) {
        try {
            return switch (shop.lookup(question)) {
                case Lookup.Hit(Answer answer, _, _) when shop.slotted(answer).isPresent() ->
                        answer.id() + " slotted";
                case Lookup.Hit(Answer answer, _, _) -> {
                    var line = shop.line(answer).orElseThrow();
                    assertTrue(line.audio().isPresent(), "its audio is whole");
                    assertEquals(answer.say(), line.text());
                    yield answer.id();
                }
                case Lookup.Near near -> "near: " + near.evidence().reason();
                case Lookup.Miss _ -> "miss";
            };
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private void await(String expected, String question) {
        while (!heard(question).equals(expected)) {
            LockSupport.parkNanos(5_000_000); // the test's time-out ends it
        }
    }

    @Test
    void anAnswerIsSaidOnceItsAudioIsWholeAndNoLongerOnceSuspended() throws Exception {
        add(HOURS, content(Status.APPROVED, "At ten.", QUESTION));
        while (voice.asked.isEmpty()) {
            LockSupport.parkNanos(5_000_000);
        }
        assertEquals("miss", heard(QUESTION), "its audio is being made");
        voice.may.release();
        await("hours", QUESTION);
        Lookup.Hit hit = assertInstanceOf(Lookup.Hit.class, shop.lookup(QUESTION));
        desk.suspend(HOURS, "ann", "");
        await("miss", QUESTION);
        assertTrue(shop.line(hit.answer()).isPresent(), "who has just found it still hears it");
    }

    @Test
    void anotherTextIsAnotherAudioAndTheOldOneIsNeverSaidForIt() throws Exception {
        add(HOURS, content(Status.APPROVED, "At ten.", QUESTION));
        voice.may.release();
        await("hours", QUESTION);
        desk.edit(HOURS, _ -> content(Status.APPROVED, "At nine.", QUESTION), "ann", "earlier");
        await("miss", QUESTION);
        voice.may.release();
        await("hours", QUESTION);
        Lookup.Hit hit = assertInstanceOf(Lookup.Hit.class, shop.lookup(QUESTION));
        assertEquals("At nine.", hit.answer().say());
    }

    @Test
    void candidatesAreNotSaid() throws Exception {
        add(HOURS, content(Status.CANDIDATE, "At ten.", QUESTION));
        add(new Key("shop", "parking"), content(Status.APPROVED, "Here.", "where can I park"));
        voice.may.release(2);
        await("parking", "where can I park");
        assertEquals(List.of("Here."), List.copyOf(voice.asked));
        assertEquals("miss", heard(QUESTION).substring(0, 4).replace("near", "miss"));
    }

    @Test
    void questionsThatWereProposedAreAnsweredOnceTheyAreApprovedAndNoLongerThan() throws Exception {
        var more = new Key("shop", "hours" + Proposals.MORE);
        String proposed = "May I ask until when somebody is in?";
        voice.may.release(2);
        add(HOURS, content(Status.APPROVED, "At ten.", QUESTION));
        await("hours", QUESTION);
        add(more, content(Status.CANDIDATE, "At ten.", proposed));
        add(new Key("shop", "later"), content(Status.APPROVED, "At four.", "When do you close?"));
        await("later", "When do you close?");
        assertFalse(heard(proposed).equals("hours"), "nobody has approved it");
        desk.approve(more, "ann");
        await("hours", proposed);
        desk.undo(more, "ann");
        while (heard(proposed).equals("hours")) {
            LockSupport.parkNanos(5_000_000);
        }
        desk.approve(more, "ann");
        await("hours", proposed);
        desk.suspend(HOURS, "ann", "");
        while (heard(proposed).equals("hours")) {
            LockSupport.parkNanos(5_000_000); // with its answer they go
        }
    }

    @Test
    void anAnswerHoldsFromADayUntilADay() throws Exception {
        var christmas =
                new Scope(
                        "",
                        "",
                        Optional.of(now.get().plusSeconds(60)),
                        Optional.of(now.get().plusSeconds(120)));
        add(
                HOURS,
                new Content(
                        Status.APPROVED,
                        "Closed.",
                        List.of(QUESTION),
                        new Answer.Then.Listen(),
                        christmas,
                        false));
        voice.may.release(2);
        add(new Key("shop", "parking"), content(Status.APPROVED, "Here.", "where can I park"));
        await("parking", "where can I park");
        assertFalse(heard(QUESTION).equals("hours"), "not yet");
        now.updateAndGet(time -> time.plusSeconds(60));
        await("hours", QUESTION);
        now.updateAndGet(time -> time.plusSeconds(60));
        while (heard(QUESTION).equals("hours")) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void aQuestionThatIsKnownToHaveNoAnswerIsNotAnswered() throws Exception {
        add(HOURS, content(Status.APPROVED, "", QUESTION));
        await("near: known to have no answer", QUESTION);
        assertTrue(voice.asked.isEmpty());
    }

    @Test
    void aVoiceThatFailsKeepsOnlyItsOwnAnswerBack() throws Exception {
        add(HOURS, content(Status.APPROVED, "An unspeakable hour.", QUESTION));
        add(new Key("shop", "parking"), content(Status.APPROVED, "Here.", "where can I park"));
        voice.may.release(2);
        await("parking", "where can I park");
        assertFalse(heard(QUESTION).equals("hours"));
        assertEquals(0, live.waitingForAudio());
    }

    @Test
    void ofAnAnswerWithASlotOnlyTheRestIsPrepared() throws Exception {
        add(HOURS, content(Status.APPROVED, "Yes. It is {weekday} today.", QUESTION));
        voice.may.release();
        await("hours slotted", QUESTION);
        assertEquals(List.of("Yes."), List.copyOf(voice.asked));
        var answer = ((Lookup.Hit) shop.lookup(QUESTION)).answer();
        List<SlottedLine.Piece> pieces = shop.slotted(answer).orElseThrow().pieces();
        assertInstanceOf(SlottedLine.Piece.Prepared.class, pieces.getFirst());
        assertEquals(new SlottedLine.Piece.Live("It is {weekday} today."), pieces.getLast());

        desk.edit(HOURS, was -> said(was, "{weekday}."), "ann", "all of it is spoken live");
        await("hours slotted", QUESTION);
        while (shop.slotted(((Lookup.Hit) shop.lookup(QUESTION)).answer()).get().pieces().size()
                != 1) {
            LockSupport.parkNanos(5_000_000); // the test's time-out ends it
        }
    }

    @Test
    void aSlotThatNobodyFillsIsRefusedAndNotSaidWhereItCameFromElsewhere() throws Exception {
        Content unknown = content(Status.APPROVED, "Hello {nmae}.", QUESTION);
        var refused = assertThrows(RefusedException.class, () -> add(HOURS, unknown));
        assertTrue(
                refused.reasons()
                        .getFirst()
                        .startsWith("say must have slots that are known, {date}"),
                refused::getMessage);
        assertTrue(refused.reasons().getFirst().endsWith("got \"{nmae}\""), refused::getMessage);
        var there =
                StoredAnswer.first(HOURS, unknown, Origin.OWNER, now.get(), "elsewhere", "added");
        store.put(List.of(new AnswerStore.Write(there, AnswerStore.NONE)));
        add(new Key("shop", "parking"), content(Status.APPROVED, "Behind us.", "where can I park"));
        voice.may.release();
        await("parking", "where can I park");
        assertEquals("miss", heard(QUESTION));
    }

    private static Content said(Content was, String say) {
        return new Content(
                was.status(), say, was.questions(), was.then(), was.scope(), was.dynamic());
    }
}
