package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Lookup;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.cluster.ClusterAwayException;
import org.offhook.cache.cluster.ClusterSettings;
import org.offhook.cache.cluster.OpenSearchAnswerStore;
import org.offhook.cache.cluster.Trust;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.AnswerStore.StaleWriteException;
import org.offhook.cache.store.AnswerStore.Write;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.tests.peer.ForgetfulProxy;
import org.offhook.tests.peer.OpenSearchCluster;
import org.offhook.tests.peer.SecureProxy;
import org.offhook.tests.peer.Waiting;

/** Two machines share answers through a real cluster, and the cluster loses nodes. */
@Timeout(1_200)
class ClusterTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(480);

    @TempDir static Path machine;
    private static OpenSearchCluster cluster;
    private static MiniLmEmbedder embedder;

    @TempDir Path folder;
    private String index;

    @BeforeAll
    static void start() throws Exception {
        embedder = MiniLmEmbedder.load();
        cluster = OpenSearchCluster.start(machine.resolve("cluster"));
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        embedder.close();
    }

    private OpenSearchAnswerStore open(String node, TestInfo test) throws Exception {
        return open(node, cluster.addresses(), test);
    }

    private OpenSearchAnswerStore open(String node, List<URI> addresses, TestInfo test)
            throws Exception {
        index = named(test);
        return open(node, new ClusterSettings(addresses, index, 1, Optional.empty()));
    }

    private OpenSearchAnswerStore open(String node, ClusterSettings settings) throws Exception {
        return OpenSearchAnswerStore.open(settings, folder.resolve(node), embedder);
    }

    /** Each test has an index of its own. */
    private static String named(TestInfo test) {
        return test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    private static Write first(String id, String say, String... questions) {
        var content =
                new Content(
                        Status.APPROVED,
                        say,
                        List.of(questions),
                        new Answer.Then.Listen(),
                        Scope.ALWAYS,
                        false);
        var key = new Key("shop", id);
        return new Write(
                StoredAnswer.first(key, content, Origin.OWNER, MONDAY, "ann", "added"),
                AnswerStore.NONE);
    }

    private static Write changed(Entry from, Status to) {
        StoredAnswer was = from.answer();
        return new Write(
                was.changed(was.content().with(to), MONDAY, "bob", "now " + to), from.sequence());
    }

    private static Map<String, Entry> all(AnswerStore store) throws IOException {
        return store.changesSince(AnswerStore.NONE).entries().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.answer().key().id(),
                                entry -> entry,
                                (a, b) -> b,
                                TreeMap::new));
    }

    private static void awaitAll(AnswerStore store, Map<String, Entry> wanted) throws Exception {
        Waiting.until(
                wanted.size() + " answers in the copy, not " + all(store).size(),
                () -> all(store).equals(wanted));
    }

    @Test
    void whatOneMachineWritesTheOtherHasAndDeletesToo(TestInfo test) throws Exception {
        try (var here = open("here", test);
                var there = open("there", test)) {
            Entry hours = here.put(List.of(first("hours", "Nine to five.", "hours"))).getFirst();
            assertEquals(Map.of("hours", hours), all(here), "read your own writes");
            awaitAll(there, Map.of("hours", hours));
            assertEquals(hours, there.get(hours.answer().key()).orElseThrow());
            assertEquals(Optional.empty(), there.get(new Key("shop", "parking")));

            Entry gone = there.put(List.of(changed(hours, Status.DELETED))).getFirst();
            assertTrue(gone.sequence() > hours.sequence());
            var later =
                    here.awaitChanges(
                            here.changesSince(AnswerStore.NONE).store(), hours.sequence(), LONG);
            assertEquals(List.of(gone), later.entries());

            // Who has not seen the latest change writes nothing, and has seen it then.
            assertThrows(
                    StaleWriteException.class,
                    () -> here.put(List.of(changed(hours, Status.SUSPENDED))));
            assertThrows(
                    StaleWriteException.class,
                    () -> here.put(List.of(first("new", "New.", "new"), first("hours", "", ""))));
            assertEquals(Map.of("hours", gone), all(here));
        }
    }

    @Test
    void aWriteWhoseAnswerIsLostIsWrittenOnce(TestInfo test) throws Exception {
        try (var proxy = new ForgetfulProxy(cluster.addresses().getFirst());
                var here = open("here", List.of(proxy.address()), test)) {
            proxy.lose(2, "/_bulk");
            Entry hours = here.put(List.of(first("hours", "Nine.", "hours"))).getFirst();
            assertEquals(1, proxy.lost(), "the document told that it was written");
            assertEquals(0, hours.sequence(), "the first change of the index");
            Entry gone = here.put(List.of(changed(hours, Status.DELETED))).getFirst();
            assertEquals(2, proxy.lost());
            assertEquals(1, gone.sequence());
            assertEquals(Map.of("hours", gone), all(here));

            proxy.lose(Integer.MAX_VALUE, "");
            Write late = first("late", "Late.", "late");
            var away = assertThrows(ClusterAwayException.class, () -> here.put(List.of(late)));
            assertTrue(away.getMessage().contains("0 of 1 answers"), away.getMessage());
        }
    }

    @Test
    void aLoginAndAnAuthorityOfOnesOwnLeadToTheCluster(TestInfo test) throws Exception {
        try (var proxy = new SecureProxy(cluster.addresses().getFirst(), "ann", "right")) {
            Path pem = Files.writeString(folder.resolve("authority.pem"), proxy.authority());
            var trust = Optional.of(Trust.of(pem));
            try (var here = open("here", secured(proxy, test, "right", trust))) {
                Entry hours = here.put(List.of(first("hours", "Nine.", "hours"))).getFirst();
                assertEquals(Map.of("hours", hours), all(here));
            }
            try (var here = open("wrong", secured(proxy, test, "wrong", trust))) {
                String away = here.away().orElseThrow();
                assertTrue(away.contains("refuses user or password (401)"), away);
                assertFalse(away.contains("wrong"), "the password is not shown: " + away);
            }
            try (var here = open("strange", secured(proxy, test, "right", Optional.empty()))) {
                String away = here.away().orElseThrow();
                assertTrue(away.contains("certification path"), away);
            }
        }
    }

    private static ClusterSettings secured(
            SecureProxy proxy, TestInfo test, String password, Optional<SSLContext> trust) {
        var login = new ClusterSettings.Login("ann", password);
        return new ClusterSettings(
                List.of(proxy.address()), named(test), 1, Optional.of(login), trust);
    }

    @Test
    void machinesShareWhatTheyAnswerInCallsAndGoOnWithoutTheCluster(TestInfo test)
            throws Exception {
        new ClusterMachines(cluster, named(test), folder).shareWhatTheyAnswer();
    }

    @Test
    void theClusterFindsWhatAQuestionMeans(TestInfo test) throws Exception {
        try (var here = open("here", test)) {
            here.put(
                    List.of(
                            first("hours", "Nine to five.", "when do you open", "opening hours"),
                            first("parking", "Behind us.", "where can I park my car")));
            String vector = Arrays.toString(embedder.embed("when are you open"));
            String query =
                    """
                    {"size": 1, "_source": ["id"], "query": {"nested": {"path": "questions",
                     "query": {"knn": {"questions.vector": {"vector": %s, "k": 10}}}}}}
                    """
                            .formatted(vector);
            String found = cluster.ask("POST", "/" + index + "/_search", query);
            assertTrue(found.contains("\"_source\":{\"id\":\"hours\"}"), found);
        }
    }

    @Test
    void aMachineThatWasAwayCatchesUpAndANewOneCopiesAll(TestInfo test) throws Exception {
        int many = 510; // more than a page, more than a batch of writes
        List<Write> writes =
                IntStream.range(0, many)
                        .mapToObj(at -> first("answer-" + at, "Say " + at + ".", "q" + at))
                        .toList();
        try (var here = open("here", test)) {
            here.put(List.of(first("hours", "Nine.", "hours")));
            String store;
            try (var there = open("there", test)) {
                store = there.changesSince(AnswerStore.NONE).store();
                assertEquals(1, all(there).size());
            }
            assertEquals(many, here.put(writes).size());
            here.put(List.of(changed(all(here).get("hours"), Status.DELETED)));
            try (var again = open("there", test);
                    var fresh = open("fresh", test)) {
                assertEquals(store, again.changesSince(AnswerStore.NONE).store());
                assertEquals(all(here), all(again));
                assertEquals(all(here), all(fresh));
            }
            // Another index behind the alias is another store.
            cluster.ask("DELETE", "/" + index + "-000001", "");
            Waiting.until("the index to be missed", () -> here.away().isPresent());
            assertEquals(many + 1, all(here).size(), "the copy stays");
            try (var fresh = open("new", test)) {
                Entry only = fresh.put(List.of(first("new", "New.", "new"))).getFirst();
                awaitAll(here, Map.of("new", only));
                assertFalse(here.changesSince(AnswerStore.NONE).store().equals(store));
            }
        }
    }

    @Test
    void aClusterThatLosesItsManagerAndThenAllLosesNoAnswer(TestInfo test) throws Exception {
        try (var here = open("here", test)) {
            var written = new TreeMap<String, Entry>();
            try (var there = open("there", test)) {
                writeThroughKill(here, written);
                awaitAll(here, written);
                awaitAll(there, written);

                cluster.killAll();
                awaitLoss(here, written);
                awaitLoss(there, written);
                Write late = first("late", "Late.", "late");
                assertThrows(ClusterAwayException.class, () -> there.put(List.of(late)));
                assertEquals(written, all(there), "refused whole");
            }
            try (var restarted = open("there", test)) {
                awaitLoss(restarted, written);

                cluster.startDead();
                Waiting.until("the cluster", () -> here.away().isEmpty());
                Write late = first("late", "Late.", "late");
                written.put("late", here.put(List.of(late)).getFirst());
                awaitAll(here, written);
                awaitAll(restarted, written);
            }
        } finally {
            cluster.startDead();
        }
    }

    private void awaitLoss(OpenSearchAnswerStore store, Map<String, Entry> written)
            throws Exception {
        Waiting.until("the cluster to be missed", () -> store.away().isPresent());
        assertEquals(written, all(store));
        assertAnswers(store, "answer number 1", "answer-1");
    }

    /** Writes, changes and deletes answers all the time, while the manager is killed. */
    private static void writeThroughKill(AnswerStore store, Map<String, Entry> written)
            throws Exception {
        var begun = new CountDownLatch(1);
        var killed = new CountDownLatch(1);
        var faults = new ArrayList<Exception>();
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                writeUntil(store, begun, killed, written);
                            } catch (Exception fault) {
                                faults.add(fault);
                                begun.countDown();
                            }
                        });
        assertTrue(begun.await(480, TimeUnit.SECONDS));
        cluster.killManager();
        killed.countDown();
        assertTrue(writer.join(Duration.ofSeconds(480)));
        assertEquals(List.of(), faults);
        assertTrue(written.size() >= 30, written.size() + " written");
    }

    private static void writeUntil(
            AnswerStore store,
            CountDownLatch begun,
            CountDownLatch killed,
            Map<String, Entry> written)
            throws Exception {
        int afterKill = 0;
        for (int at = 0; afterKill < 15; at++) {
            String id = "answer-" + at;
            Write write = first(id, "Say " + at + ".", "answer number " + at);
            Entry entry = store.put(List.of(write)).getFirst();
            written.put(id, entry);
            if (at % 3 == 2) { // every third is deleted, every sixth comes back
                Entry gone = store.put(List.of(changed(entry, Status.DELETED))).getFirst();
                written.put(id, gone);
                if (at % 6 == 5) {
                    written.put(id, store.put(List.of(changed(gone, Status.APPROVED))).getFirst());
                }
            }
            if (at == 15) {
                begun.countDown();
            }
            if (killed.getCount() == 0) {
                afterKill++;
            }
        }
    }

    private void assertAnswers(AnswerStore store, String words, String id) throws Exception {
        List<Answer> answers =
                all(store).values().stream()
                        .map(Entry::answer)
                        .filter(answer -> answer.content().status() == Status.APPROVED)
                        .map(answer ->
                                new Answer(
                                        answer.key().id(),
                                        answer.content().say(),
                                        answer.content().questions(),
                                        answer.content().then()))
                        .toList();
        try (var cache = AnswerCache.open(folder.resolve("index"), embedder)) {
            cache.sync("shop", Locale.ENGLISH, answers);
            var hit = assertInstanceOf(Lookup.Hit.class, cache.lookup("shop", words));
            assertEquals(id, hit.answer().id());
        }
    }
}
