package org.offhook.server.answers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Exchange;
import org.offhook.agent.LanguageModel;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.CandidateBook;
import org.offhook.cache.store.RefusedException;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Usage;

/**
 * Learns from calls that are over: what a model answered becomes a candidate, and a share of the
 * hits is judged by the agent's model. Its thread {@code learner} does both, one call at a time.
 */
public final class Learner implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(Learner.class);

    /** Calls that wait; one more teaches nothing. */
    private static final int WAITING = 256;

    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final int CHARACTERS_A_TOKEN = 4;

    /** So many times the usual share is judged while there are no hits to judge. */
    private static final int LEARNING = 10;

    private final AnswerDesk desk;
    private final CandidateBook book;
    private final Verdicts verdicts;
    private final Duration keep;
    private final double judged;
    private final Map<String, Teacher> teachers = new ConcurrentHashMap<>();
    private final ArrayBlockingQueue<Lesson> lessons = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;
    private final Sample hits = new Sample();
    private final Sample nearHits = new Sample();
    private long cleanAtNanos = System.nanoTime();

    private record Lesson(String agent, List<Exchange> exchanges) {}

    /**
     * Whom an agent's answers come from.
     *
     * @param instructions that cost tokens with each question
     * @param model that answers, and judges
     */
    public record Teacher(Locale language, String instructions, Optional<LanguageModel> model) {}

    /** The cache, which hears what was judged, to decide better. */
    public interface Verdicts {
        /**
         * What was said was judged.
         *
         * @param question the caller's words
         */
        void judged(Key key, String question, boolean right) throws IOException;

        /** The answer that was not sure enough to be said to these words; empty where none was. */
        Optional<Answer> nearly(String agent, String question) throws IOException;

        /** True while nothing but very words is said, for want of what was judged. */
        boolean isLearning();

        /** What {@link #nearly} found was judged. */
        void judgedNearly(Key key, String question, boolean right) throws IOException;
    }

    /**
     * @param verdicts heard by the learner's thread, before an answer is suspended
     * @param keep candidates that nobody asks for or approves are forgotten after this
     * @param judged share of hits in other words than the bank's, 0 to 1, and as large a share of
     *     those that were nearly hits, or a larger one while there are no others
     */
    public Learner(
            AnswerDesk desk, CandidateBook book, Verdicts verdicts, Duration keep, double judged) {
        this.desk = desk;
        this.book = book;
        this.verdicts = verdicts;
        this.keep = keep;
        this.judged = judged;
        thread = Thread.ofPlatform().daemon().name("learner").unstarted(this::learn);
    }

    /** Before {@link #start}. */
    public void add(String agent, Teacher teacher) {
        teachers.put(agent, teacher);
    }

    public void start() {
        thread.start();
    }

    /** A call is over. From any thread; never waits. */
    public void tryTeach(String agent, List<Exchange> exchanges) {
        if (!exchanges.isEmpty() && !lessons.offer(new Lesson(agent, exchanges))) {
            long count = dropped.incrementAndGet();
            if (Long.bitCount(count) == 1) {
                log.warn("{} calls taught nothing: too many at once", count);
            }
        }
    }

    /** Never interrupted: the store's files do not survive that. */
    private void learn() {
        while (!closing) {
            try {
                clean();
                Lesson lesson = lessons.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                if (lesson != null) {
                    take(lesson);
                }
            } catch (IOException failed) {
                log.warn("nothing learned from a call: {}", failed.getMessage());
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException bug) {
                log.error("nothing learned from a call", bug);
            }
        }
    }

    private void clean() throws IOException {
        if (System.nanoTime() - cleanAtNanos < 0) {
            return;
        }
        cleanAtNanos = System.nanoTime() + BETWEEN_CLEANINGS.toNanos();
        try {
            int forgotten = book.forgetOlderThan(keep);
            if (forgotten > 0) {
                log.info("{} candidates were not asked for long: forgotten", forgotten);
            }
        } catch (RefusedException changed) {
            log.debug("not forgotten: {}", changed.getMessage());
        }
    }

    /** Once closing, the models it would compute with are about to go. */
    private void take(Lesson lesson) throws IOException, InterruptedException {
        for (Exchange exchange : lesson.exchanges()) {
            if (!closing) {
                take(lesson.agent(), teachers.get(lesson.agent()), exchange);
            }
        }
    }

    private void take(String agent, Teacher teacher, Exchange exchange)
            throws IOException, InterruptedException {
        try {
            if (exchange.answerId().isEmpty()) {
                candidate(agent, teacher, exchange);
                if (teacher.model().isPresent()) {
                    judgeNearly(agent, teacher.model().get(), exchange.question());
                }
            } else if (!exchange.exact() && teacher.model().isPresent() && hits.isNext(judged)) {
                judge(new Key(agent, exchange.answerId()), teacher.model().get(), exchange);
            }
        } catch (RefusedException changed) {
            log.debug("agent {}: changed meanwhile: {}", agent, changed.getMessage());
        }
    }

    private void candidate(String agent, Teacher teacher, Exchange exchange) throws IOException {
        if (exchange.byTools()) {
            log.debug("agent {}: not learned: made by tools", agent);
            return;
        }
        int characters =
                teacher.instructions().length()
                        + exchange.question().length()
                        + exchange.answer().length();
        var taught =
                new CandidateBook.Taught(
                        agent,
                        teacher.language(),
                        exchange.question(),
                        exchange.answer(),
                        exchange.waitedMillis(),
                        characters / CHARACTERS_A_TOKEN);
        try {
            log.debug("agent {}: {}", agent, book.learn(taught));
        } catch (RefusedException changed) {
            // Its reasons may hold the question.
            log.debug("agent {}: not learned: {}", agent, changed.getMessage());
        }
    }

    /** Takes a share, evenly spread. Owned by the learner's thread. */
    private static final class Sample {
        private double credit;

        boolean isNext(double share) {
            credit += share;
            if (credit < 1) {
                return false;
            }
            credit -= 1;
            return true;
        }
    }

    /**
     * What a model answered, as no score was sure: would the nearest answer have been right? No
     * share of these may be smaller than that of hits, or low scores would look better than they
     * are.
     */
    private void judgeNearly(String agent, LanguageModel model, String question)
            throws IOException, InterruptedException {
        Optional<Answer> nearest = verdicts.nearly(agent, question);
        double share = verdicts.isLearning() ? Math.min(1, LEARNING * judged) : judged;
        if (nearest.isEmpty() || !nearHits.isNext(share)) {
            return;
        }
        Answer answer = nearest.get();
        Optional<Boolean> right = ShadowJudge.isRight(model, question, answer.say());
        if (right.isPresent()) {
            verdicts.judgedNearly(new Key(agent, answer.id()), question, right.get());
            log.debug("agent {}: {} was not said, judged {}", agent, answer.id(), right.get());
        }
    }

    private void judge(Key key, LanguageModel model, Exchange exchange)
            throws IOException, RefusedException, InterruptedException {
        Optional<Boolean> right =
                ShadowJudge.isRight(model, exchange.question(), exchange.answer());
        if (right.isEmpty()) {
            return;
        }
        verdicts.judged(key, exchange.question(), right.get());
        int wrong = right.get() ? 0 : 1;
        desk.count(
                key,
                usage ->
                        new Usage(
                                usage.asked(),
                                usage.waitedMillis(),
                                usage.tokens(),
                                usage.judged() + 1,
                                usage.wrong() + wrong,
                                usage.lastAsked()));
        if (!right.get()) {
            desk.suspend(key, ShadowJudge.WHO, ShadowJudge.FOUND_WRONG);
            log.warn("answer {} was said to a question it does not answer: suspended", key);
        }
    }

    /** What waits is not learned any more. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
