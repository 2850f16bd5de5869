package org.offhook.cache.store;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.AnswerStore.StaleWriteException;
import org.offhook.cache.store.AnswerStore.Write;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Revision;
import org.offhook.cache.store.StoredAnswer.Status;

/**
 * All that may be done to answers, by rules, each change with who made it and when. Any thread; one
 * change at a time.
 */
public final class AnswerDesk {
    /** Others write to the same store, but not all the time. */
    private static final int TRIES = 5;

    private final AnswerStore store;
    private final Map<String, Locale> languages;
    private final Map<String, Set<String>> slots;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Used with the lock. */
    private final Map<Key, AnswerRules.Names> named = new HashMap<>();

    /**
     * @param store stays the caller's to close
     * @param languages of the agents, by their names; there are no others
     */
    public AnswerDesk(AnswerStore store, Map<String, Locale> languages, InstantSource clock) {
        this(store, languages, Map.of(), clock);
    }

    /**
     * @param slots that an agent can fill; those of {@link org.offhook.cache.Slots#BUILT_IN} where
     *     it is not there
     */
    public AnswerDesk(
            AnswerStore store,
            Map<String, Locale> languages,
            Map<String, Set<String>> slots,
            InstantSource clock) {
        this.store = store;
        this.languages = Map.copyOf(languages);
        this.slots = Map.copyOf(slots);
        this.clock = clock;
    }

    /** All answers of an agent, deleted ones too, by id. */
    public List<StoredAnswer> all(String agent) throws IOException {
        return store.changesSince(AnswerStore.NONE).entries().stream()
                .map(Entry::answer)
                .filter(answer -> answer.key().agent().equals(agent))
                .sorted((a, b) -> a.key().id().compareTo(b.key().id()))
                .toList();
    }

    /** Why nothing can be changed just now; empty where that is not so. */
    public Optional<String> away() {
        return store.away();
    }

    /** All answers of all agents at one moment, with their numbers. */
    public AnswerStore.Changes everything() throws IOException {
        return store.changesSince(AnswerStore.NONE);
    }

    public List<String> agents() {
        return languages.keySet().stream().sorted().toList();
    }

    public Optional<StoredAnswer> find(Key key) throws IOException {
        return store.get(key).map(Entry::answer);
    }

    /** Adds one that is not there. */
    public StoredAnswer add(Key key, Content content, Origin origin, String who)
            throws IOException, RefusedException {
        return change(
                key,
                found -> {
                    if (found.isPresent() && found.get().content().status() != Status.DELETED) {
                        throw new RefusedException(key + " is there already");
                    }
                    return found.isEmpty()
                            ? StoredAnswer.first(key, content, origin, now(), who, "added")
                            : found.get().with(origin).changed(content, now(), who, "added again");
                });
    }

    /** Changes words, scope or whether it is dynamic; one of a bank file is changed there. */
    public StoredAnswer edit(Key key, UnaryOperator<Content> edit, String who, String what)
            throws IOException, RefusedException {
        return change(
                key,
                found -> {
                    StoredAnswer answer = existing(key, found);
                    if (answer.origin() == Origin.BANK) {
                        throw new RefusedException(
                                key + " is in the agent's bank file: change it there");
                    }
                    return answer.changed(edit.apply(answer.content()), now(), who, what);
                });
    }

    public StoredAnswer approve(Key key, String who) throws IOException, RefusedException {
        return become(key, Status.APPROVED, who, "approved");
    }

    /**
     * @param why in a few words, for the history
     */
    public StoredAnswer suspend(Key key, String who, String why)
            throws IOException, RefusedException {
        return become(key, Status.SUSPENDED, who, why.isEmpty() ? "suspended" : why);
    }

    public StoredAnswer delete(Key key, String who) throws IOException, RefusedException {
        return become(key, Status.DELETED, who, "deleted");
    }

    private StoredAnswer become(Key key, Status status, String who, String what)
            throws IOException, RefusedException {
        return change(
                key,
                found -> {
                    StoredAnswer answer = existing(key, found);
                    if (answer.content().status() == status) {
                        throw new RefusedException(
                                key + " is " + status.name().toLowerCase(Locale.ROOT) + " already");
                    }
                    if (status == Status.APPROVED && answer.content().dynamic()) {
                        throw new RefusedException(
                                key + " depends on the day or the caller: it is never cached");
                    }
                    if (status == Status.DELETED && answer.origin() == Origin.BANK) {
                        throw new RefusedException(
                                key
                                        + " is in the agent's bank file: delete it there, or suspend"
                                        + " it");
                    }
                    return answer.changed(answer.content().with(status), now(), who, what);
                });
    }

    /** Takes the last change back; undone twice, it is as it was. */
    public StoredAnswer undo(Key key, String who) throws IOException, RefusedException {
        return change(
                key,
                found -> {
                    StoredAnswer answer =
                            found.orElseThrow(() -> new RefusedException("there is no " + key));
                    Revision last = answer.history().getLast();
                    Content before = last.before().orElse(answer.content().with(Status.DELETED));
                    boolean words =
                            !before.with(answer.content().status()).equals(answer.content());
                    if (answer.origin() == Origin.BANK && (words || last.before().isEmpty())) {
                        throw new RefusedException(
                                key + " is in the agent's bank file: change it there");
                    }
                    return answer.changed(before, now(), who, "undone: " + last.what());
                });
    }

    /** Writes what calls taught, which is no change of the answer itself. */
    public void count(Key key, UnaryOperator<StoredAnswer.Usage> count)
            throws IOException, RefusedException {
        change(key, found -> existing(key, found).with(count.apply(existing(key, found).usage())));
    }

    /** Forgets its words for good: this is not undone. */
    public void forget(Key key, String who, String why) throws IOException, RefusedException {
        change(
                key,
                found ->
                        found.orElseThrow(() -> new RefusedException("there is no " + key))
                                .forgotten(now(), who, why));
    }

    private static StoredAnswer existing(Key key, Optional<StoredAnswer> found)
            throws RefusedException {
        return found.filter(answer -> answer.content().status() != Status.DELETED)
                .orElseThrow(() -> new RefusedException("there is no " + key));
    }

    @FunctionalInterface
    private interface Changing {
        StoredAnswer from(Optional<StoredAnswer> found) throws RefusedException;
    }

    private StoredAnswer change(Key key, Changing changing) throws IOException, RefusedException {
        lock.lock();
        try {
            for (int tried = 1; ; tried++) {
                Optional<Entry> found = store.get(key);
                StoredAnswer changed = changing.from(found.map(Entry::answer));
                check(found.map(Entry::answer), changed);
                long seen = found.map(Entry::sequence).orElse(AnswerStore.NONE);
                try {
                    return store.put(List.of(new Write(changed, seen))).getFirst().answer();
                } catch (StaleWriteException again) {
                    giveUpAfter(tried, again);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void check(Optional<StoredAnswer> before, StoredAnswer changed)
            throws IOException, RefusedException {
        Content content = changed.content();
        boolean same = before.filter(was -> was.content().equals(content)).isPresent();
        if (same || content.status() == Status.DELETED || content.status() == Status.SUSPENDED) {
            return;
        }
        var rules = new AnswerRules(languages, slots, named);
        for (StoredAnswer other : all(changed.key().agent())) {
            if (!other.key().equals(changed.key())) {
                rules.known(other.key(), other.content());
            }
        }
        List<String> faults = rules.faults(changed.key(), content);
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
    }

    private static void giveUpAfter(int tried, StaleWriteException again) throws IOException {
        if (tried == TRIES) {
            throw new IOException(again.getMessage(), again);
        }
    }

    /**
     * Writes rows, each over the answer of its key, if there is one.
     *
     * @param keepGood false: one bad row and nothing is written
     */
    public AnswerImport.Report importAll(List<AnswerImport.Row> rows, boolean keepGood, String who)
            throws IOException, RefusedException {
        lock.lock();
        try {
            for (int tried = 1; ; tried++) {
                var entries = store.changesSince(AnswerStore.NONE).entries();
                var planned =
                        new AnswerImport(
                                entries, new AnswerRules(languages, slots, named), who, now());
                rows.forEach(planned::plan);
                AnswerImport.Report report = planned.report();
                if (!report.faults().isEmpty() && !keepGood) {
                    throw new RefusedException(report.faults());
                }
                try {
                    store.put(planned.writes());
                    return report;
                } catch (StaleWriteException again) {
                    giveUpAfter(tried, again);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
