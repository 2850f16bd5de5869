package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.Exchange;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Embedder;
import org.offhook.cache.Lookup;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.CandidateBook;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/** Calls are over, and the shop learns from them. */
@Timeout(600)
class LearnerTest {
    private static final Key HOURS = new Key("shop", "hours");
    private static Embedder embedder;

    @TempDir Path folder;
    private final Queue<String> replies = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private LuceneAnswerStore store;
    private AnswerCache cache;
    private AnswerDesk desk;
    private Learner learner;

    private final LanguageModel model =
            new LanguageModel() {
                @Override
                public List<ToolCall> reply(
                        List<Message> messages, List<ToolSpec> tools, Consumer<String> tokens) {
                    asked.add(messages.getLast().toString());
                    tokens.accept(replies.remove());
                    return List.of();
                }

                @Override
                public void close() {}
            };

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
        desk = new AnswerDesk(store, Map.of("shop", Locale.ENGLISH), InstantSource.system());
        begin(AnswerCache.USUAL_WRONG_RATE);
        var content =
                new Content(
                        Status.APPROVED,
                        "From nine to five.",
                        List.of("when do you open"),
                        new Answer.Then.Listen(),
                        Scope.ALWAYS,
                        false);
        desk.add(HOURS, content, Origin.OWNER, "ann");
    }

    private void begin(double wrongRate) throws IOException {
        cache = AnswerCache.open(folder.resolve("index"), embedder, wrongRate);
        var book = new CandidateBook(desk, embedder, InstantSource.system());
        learner = new Learner(desk, book, new CacheVerdicts(cache), Duration.ofDays(30), 0.5);
        learner.add("shop", new Learner.Teacher(Locale.ENGLISH, "Be kind.", Optional.of(model)));
        learner.start();
    }

    @AfterEach
    void close() throws IOException {
        learner.close();
        cache.close();
        store.close();
    }

    private static Exchange byModel(String question, String answer, boolean byTools) {
        return new Exchange(question, "", false, answer, byTools, 900);
    }

    private static Exchange hit(String question) {
        return new Exchange(question, "hours", false, "From nine to five.", false, 90);
    }

    private StoredAnswer hours() throws IOException {
        return desk.find(HOURS).orElseThrow();
    }

    private static void until(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000); // the test's time-out ends it
        }
    }

    private long judged() {
        try {
            return hours().usage().judged();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private List<String> candidates() {
        try {
            return desk.all("shop").stream()
                    .filter(answer -> answer.content().status() == Status.CANDIDATE)
                    .map(answer -> answer.content().say())
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void whatTheModelSaidIsACandidateUnlessToolsOrTheDayMadeIt() {
        learner.tryTeach(
                "shop",
                List.of(
                        byModel("What does my order cost?", "Thirty euros.", false),
                        byModel("How warm is the lake today?", "Twenty degrees.", false),
                        byModel("Do you deliver on islands?", "Yes, as the system says.", true),
                        byModel("Do you sell gift cards?", "Yes, at the desk.", false)));
        until(() -> !candidates().isEmpty());
        assertEquals(List.of("Yes, at the desk."), candidates());
        assertTrue(asked.isEmpty(), "nothing was judged");
    }

    @Test
    void aHitThatIsConfirmedToBeWrongSuspendsItsAnswer() throws Exception {
        replies.addAll(List.of("No.", "YES, it would mislead."));
        learner.tryTeach("shop", List.of(hit("when do you open the pool"), hit("opening times")));
        until(() -> judged() == 1);
        until(() -> asked.size() == 2);
        while (hours().content().status() == Status.APPROVED) {
            LockSupport.parkNanos(5_000_000);
        }
        assertEquals(Status.SUSPENDED, hours().content().status());
        assertEquals("judge", hours().history().getLast().who());
        assertEquals(1, hours().usage().wrong());
        desk.undo(HOURS, "ann");
        assertEquals(Status.APPROVED, hours().content().status());
    }

    /** Asked in so many ways that its score is one of those that are counted. */
    private static final List<String> WAYS =
            List.of(
                    "when do you open",
                    "what are your opening hours",
                    "when are you open",
                    "what time do you open",
                    "at what time does the shop open",
                    "what are your hours",
                    "when can i come to the shop",
                    "how early do you open",
                    "what time does the shop open",
                    "when is the shop open",
                    "until when are you open",
                    "what time do you close",
                    "tell me your opening times",
                    "are you open now");

    @Test
    void whatIsJudgedCountsForWhatIsPlayedFromNowOnAndAfterARestart() throws Exception {
        var answer = new Answer("hours", "From nine to five.", WAYS, new Answer.Then.Listen());
        cache.sync("shop", List.of(answer));
        String other = "what time is the shop open";
        Lookup found = cache.lookup("shop", other);
        assertTrue(found instanceof Lookup.Hit && found.evidence().why().counted(), "" + found);
        replies.addAll(List.of("Yes.", "NO", "YES"));
        learner.tryTeach("shop", List.of(hit("when do you open"), hit(other)));
        until(() -> judged() == 1);
        assertEquals(1, cache.proof().judged());
        learner.tryTeach("shop", List.of(hit("when do you open"), hit(other)));
        until(() -> judged() == 2);
        assertEquals(2, cache.proof().judged());
        cache.close();
        cache = AnswerCache.open(folder.resolve("index"), embedder);
        assertEquals(2, cache.proof().judged());
        cache.withdraw("shop", "hours");
        assertEquals(1, cache.proof().judged());
        assertFalse(cache.judged("shop", other, "hours", true), "not played: nothing is synced");
    }

    @Test
    void whileNothingIsProvenWhatWasNearlySaidIsJudged() throws Exception {
        double strict = AnswerCache.USUAL_WRONG_RATE;
        while (cache.proof().sure().isPresent()) {
            learner.close();
            cache.close();
            strict *= 0.8;
            begin(strict);
        }
        var answer = new Answer("hours", "From nine to five.", WAYS, new Answer.Then.Listen());
        cache.sync("shop", List.of(answer));
        String other = "what time is the shop open";
        Lookup found = cache.lookup("shop", other);
        assertTrue(found.evidence().reason().startsWith("learning: "), "" + found);
        assertTrue(cache.nearly("shop", other).isPresent(), "" + found);
        replies.addAll(List.of("YES", "NO", "YES"));
        var byModel = byModel(other, "We open at nine.", false);
        // Another language, and the very words, say nothing of a score.
        var strange = byModel("Wann haben Sie auf", "At nine.", false);
        learner.tryTeach("shop", List.of(strange, byModel, byModel));
        until(() -> cache.proof().unsaid() == 2);
        assertEquals(3, asked.size(), "each while there are no hits, and the second twice");
        assertTrue(asked.peek().contains("From nine to five."), asked::peek);
        assertEquals(0, cache.proof().judged());
        assertEquals(0, judged(), "no hits of the answer's");
        assertEquals(Status.APPROVED, hours().content().status(), "nobody was told anything");
        long needed = cache.proof().moreNeeded();
        cache.close();
        cache = AnswerCache.open(folder.resolve("index"), embedder, strict);
        assertEquals(2, cache.proof().unsaid());
        assertEquals(needed, cache.proof().moreNeeded());
    }

    @Test
    void onlyAShareIsJudgedAndWhoContradictsHimselfDecidesNothing() throws Exception {
        replies.addAll(List.of("NO", "NO", "Hm.", "yes"));
        learner.tryTeach("shop", java.util.Collections.nCopies(6, hit("when is it open")));
        until(() -> judged() == 1);
        assertEquals(4, asked.size(), "three hits of six, the first asked about twice");
        assertEquals(0, hours().usage().wrong());
        assertEquals(Status.APPROVED, hours().content().status());
    }

    @Test
    void proposalsAreCandidatesOfTheModelOrOfRules() throws Exception {
        replies.addAll(
                List.of(
                        "1. What are your hours?\n- when do you close\n\"Are you open early?\"",
                        "when do you close\nwhere are you"));
        assertEquals(
                List.of("hours--more", "hours--not"),
                Proposals.propose(desk, Optional.of(model), hours(), "ann"));
        StoredAnswer more = desk.find(new Key("shop", "hours--more")).orElseThrow();
        assertEquals(
                List.of("what are your hours?", "are you open early?"), more.content().questions());
        StoredAnswer not = desk.find(new Key("shop", "hours--not")).orElseThrow();
        assertTrue(not.content().isRival());
        assertEquals(Status.CANDIDATE, not.content().status());

        assertTrue(
                OfflineProposals.nearMisses(List.of("Do you open on Monday from 9 to 5?"))
                        .containsAll(
                                List.of(
                                        "do you close on monday from 9 to 5",
                                        "do you open on tuesday from 9 to 5",
                                        "do you open on monday from 5 to 9")));
        assertTrue(OfflineProposals.paraphrases(List.of("Please, what does it cost?")).size() > 3);
    }
}
