package org.offhook.cache.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Embedder;
import org.offhook.cache.Teachable;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.cache.store.StoredAnswer.Usage;

/**
 * Makes candidates of what models answered, groups those that mean the same, and forgets what
 * nobody asks any more. Used by one thread.
 */
public final class CandidateBook {
    /** One more per agent: the one that was asked least goes. */
    private static final int MOST_CANDIDATES = 500;

    private static final int MOST_QUESTIONS = 20;

    /** From here on two questions are mostly the same one; only their review depends on it. */
    private static final double SAME = 0.84;

    private static final String WHO = "learning";

    /** Ids are logged: they hold no words of a caller's. */
    private static final String LEARNED = "learned-";

    private final AnswerDesk desk;
    private final Embedder embedder;
    private final InstantSource clock;
    private final Map<String, float[]> vectors = new HashMap<>();

    /**
     * @param embedder stays the caller's to close
     */
    public CandidateBook(AnswerDesk desk, Embedder embedder, InstantSource clock) {
        this.desk = desk;
        this.embedder = embedder;
        this.clock = clock;
    }

    /**
     * What a model answered in a call.
     *
     * @param waitedMillis the caller waited for its first sound
     * @param tokens it cost, estimated
     */
    public record Taught(
            String agent,
            Locale language,
            String question,
            String answer,
            int waitedMillis,
            int tokens) {}

    /**
     * @return what became of it, without any word of it
     */
    public String learn(Taught taught) throws IOException, RefusedException {
        String objection =
                Teachable.objection(taught.language(), taught.question(), taught.answer());
        if (!objection.isEmpty()) {
            return "not learned: " + objection;
        }
        List<StoredAnswer> all = desk.all(taught.agent());
        Optional<StoredAnswer> same = group(all, taught);
        if (same.isPresent()) {
            return again(same.get(), taught);
        }
        makeRoom(all);
        var key = new Key(taught.agent(), LEARNED + UUID.randomUUID().toString().substring(0, 8));
        var content =
                new Content(
                        Status.CANDIDATE,
                        taught.answer().strip(),
                        List.of(taught.question().strip()),
                        new Answer.Then.Listen(),
                        Scope.ALWAYS,
                        false);
        desk.add(key, content, Origin.MODEL, WHO);
        desk.count(key, usage -> count(usage, taught));
        return "new candidate " + key.id();
    }

    private String again(StoredAnswer same, Taught taught) throws IOException, RefusedException {
        Status status = same.content().status();
        if (status == Status.DELETED || status == Status.SUSPENDED) {
            return "not learned: " + same.key().id() + " was turned down";
        }
        if (status == Status.CANDIDATE && isNew(same, taught)) {
            var questions = new ArrayList<>(same.content().questions());
            questions.add(taught.question().strip());
            desk.edit(same.key(), was -> was.withQuestions(questions), WHO, "asked in other words");
        }
        desk.count(same.key(), usage -> count(usage, taught));
        return "counted for " + same.key().id();
    }

    private static boolean isNew(StoredAnswer same, Taught taught) {
        String normal = AnswerCache.normal(taught.language(), taught.question());
        return same.content().questions().size() < MOST_QUESTIONS
                && same.content().questions().stream()
                        .noneMatch(known ->
                                AnswerCache.normal(taught.language(), known).equals(normal));
    }

    private Usage count(Usage usage, Taught taught) {
        return new Usage(
                usage.asked() + 1,
                usage.waitedMillis() + taught.waitedMillis(),
                usage.tokens() + taught.tokens(),
                usage.judged(),
                usage.wrong(),
                Optional.of(clock.instant()));
    }

    /** What was learned before and means the same: candidates, and what became of others. */
    private Optional<StoredAnswer> group(List<StoredAnswer> all, Taught taught) {
        float[] vector = vector(taught.question());
        StoredAnswer best = null;
        double bestCosine = SAME;
        for (StoredAnswer learned : all) {
            if (!isLearned(learned)) {
                continue;
            }
            for (String question : learned.content().questions()) {
                double cosine = dot(vector, vector(question));
                if (cosine >= bestCosine
                        && !Teachable.excludeEachOther(taught.question(), question)) {
                    best = learned;
                    bestCosine = cosine;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private float[] vector(String question) {
        return vectors.computeIfAbsent(
                question, words -> embedder.embed(AnswerCache.normal(Locale.ENGLISH, words)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private void makeRoom(List<StoredAnswer> all) throws IOException, RefusedException {
        List<StoredAnswer> candidates = all.stream().filter(CandidateBook::isCandidate).toList();
        if (candidates.size() >= MOST_CANDIDATES) {
            StoredAnswer least =
                    candidates.stream()
                            .min(
                                    Comparator.<StoredAnswer>comparingInt(
                                                    one -> one.usage().asked())
                                            .thenComparing(CandidateBook::lastAsked))
                            .orElseThrow();
            forget(least);
        }
    }

    private static boolean isLearned(StoredAnswer answer) {
        return answer.origin() == Origin.MODEL && answer.key().id().startsWith(LEARNED);
    }

    /** Nobody has approved it. */
    private static boolean isCandidate(StoredAnswer answer) {
        return isLearned(answer) && answer.content().status() == Status.CANDIDATE;
    }

    private static Instant lastAsked(StoredAnswer answer) {
        return answer.usage().lastAsked().orElse(answer.history().getFirst().at());
    }

    private void forget(StoredAnswer answer) throws IOException, RefusedException {
        answer.content().questions().forEach(vectors::remove);
        desk.forget(answer.key(), WHO, "not asked for long");
    }

    /**
     * Forgets the words of candidates that nobody has approved or asked for in so long, and of
     * those that were turned down so long ago.
     *
     * @return how many
     */
    public int forgetOlderThan(Duration age) throws IOException, RefusedException {
        Instant border = clock.instant().minus(age);
        int forgotten = 0;
        for (String agent : desk.agents()) {
            for (StoredAnswer answer : desk.all(agent)) {
                boolean turnedDown =
                        isLearned(answer)
                                && answer.content().status() == Status.DELETED
                                && !answer.content().questions().isEmpty();
                if ((isCandidate(answer) || turnedDown)
                        && lastAsked(answer).isBefore(border)
                        && answer.history().getLast().at().isBefore(border)) {
                    forget(answer);
                    forgotten++;
                }
            }
        }
        return forgotten;
    }
}
