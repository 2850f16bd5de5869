package org.offhook.server.answers;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.Exchange;
import org.offhook.agent.SlotSources;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.AnswerStore.Changes;
import org.offhook.cache.store.AnswerStore.Entry;

/**
 * Lets agents say what the store holds, moments after it changed and in running calls too. Its
 * thread {@code answers} follows the store and owns every {@link AgentAnswers}; {@code
 * answer-audio} has voices speak what has no audio yet.
 */
public final class LiveAnswers implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(LiveAnswers.class);

    /** A date that comes waits no longer than this. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** Audio that was made waits no longer than this to be served. */
    private static final Duration WHILE_SPEAKING = Duration.ofMillis(10);

    /** A store that cannot be reached is asked again after this; a voice that failed, too. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /**
     * Vectors that a start computes before calls are taken: some seconds. What is beyond, after
     * another model came or thousands of questions, follows while calls are taken.
     */
    private static final int VECTORS_AT_START = 1_000;

    /** At a time later: another change does not wait longer than a second for them. */
    private static final int VECTORS_AT_ONCE = 128;

    private static final Duration VOICE_AGAIN = Duration.ofMinutes(5);

    private final AnswerStore store;
    private final InstantSource clock;
    private final Map<String, AgentAnswers> agents = new LinkedHashMap<>();
    private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Made> made = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<AnswerAudio.Saying>> ordered = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private String storeId = "";
    private long seen = AnswerStore.NONE;
    private Instant voicesAgain = Instant.MAX;
    private volatile int waitingForAudio;
    private volatile boolean closing;

    private record Order(AgentAnswers agent, AnswerAudio.Saying saying) {}

    private record Made(Order order, AnswerAudio.Prepared prepared) {}

    /**
     * @param store stays the caller's to close, after this
     */
    public LiveAnswers(AnswerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * One more agent, before {@link #start}; its calls may look up and play from then on.
     *
     * @param slots where those of its answers get their values
     * @param lessons takes what calls that are over have to teach; never waits
     */
    public AgentAnswers agent(
            String name,
            Locale language,
            SlotSources slots,
            AnswerCache cache,
            AnswerAudio audio,
            Consumer<List<Exchange>> lessons) {
        var agent = new AgentAnswers(name, language, slots, cache, audio, lessons);
        agents.put(name, agent);
        ordered.put(name, new HashSet<>());
        return agent;
    }

    /**
     * Lets agents answer with all of which there is audio, then goes on in the background.
     *
     * @param first sayings that are worth waiting for: they are made now
     * @return ids of those first ones that have no audio, by agent
     */
    public Map<String, List<String>> start(Map<String, List<AnswerAudio.Saying>> first)
            throws IOException, InterruptedException {
        apply(store.changesSince(AnswerStore.NONE));
        var missing = new LinkedHashMap<String, List<String>>();
        for (AgentAnswers agent : agents.values()) {
            List<AnswerAudio.Saying> wanted = agent.missing(clock.instant());
            AnswerAudio.Prepared there = agent.audio().load(wanted);
            there.audio().keySet().forEach(saying -> agent.made(saying, there));
            var waitFor =
                    new ArrayList<>(
                            first.getOrDefault(agent.agent(), List.<AnswerAudio.Saying>of()));
            waitFor.retainAll(agent.missing(clock.instant()));
            AnswerAudio.Prepared now = agent.audio().prepare(waitFor, progress());
            waitFor.forEach(saying -> agent.made(saying, now));
            missing.put(agent.agent(), now.missing());
        }
        refresh(VECTORS_AT_START);
        threads.add(Thread.ofPlatform().daemon().name("answers").start(this::follow));
        threads.add(Thread.ofPlatform().daemon().name("answer-audio").start(this::speak));
        return missing;
    }

    private static AnswerAudio.Progress progress() {
        return (done, total, id) -> log.info("preparing audio {}/{}: {}", done, total, id);
    }

    /** How many answers wait for their audio. Any thread. */
    public int waitingForAudio() {
        return waitingForAudio;
    }

    /** Never interrupted: Lucene's files do not survive that. */
    private void follow() {
        try {
            while (!closing) {
                try {
                    step();
                } catch (IOException away) {
                    log.warn("answers stay as they were: {}", away.getMessage());
                    Thread.sleep(AFTER_FAILURE);
                } catch (RuntimeException bug) {
                    log.error("answers stay as they were", bug);
                    Thread.sleep(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws IOException, InterruptedException {
        boolean due = agents.values().stream().anyMatch(agent -> agent.isDue(clock.instant()));
        Duration patience = waitingForAudio > 0 ? WHILE_SPEAKING : TICK;
        apply(store.awaitChanges(storeId, seen, due ? Duration.ZERO : patience));
        for (Made one = made.poll(); one != null; one = made.poll()) {
            AgentAnswers agent = one.order().agent();
            ordered.get(agent.agent()).remove(one.order().saying());
            agent.made(one.order().saying(), one.prepared());
            if (!one.prepared().missing().isEmpty() && voicesAgain.equals(Instant.MAX)) {
                voicesAgain = clock.instant().plus(VOICE_AGAIN);
            }
        }
        if (!clock.instant().isBefore(voicesAgain)) {
            voicesAgain = Instant.MAX;
            agents.values().forEach(AgentAnswers::forgetFailures);
        }
        refresh(VECTORS_AT_ONCE);
    }

    private void apply(Changes changes) {
        if (!changes.store().equals(storeId)) {
            agents.values().forEach(AgentAnswers::clear);
            storeId = changes.store();
        }
        for (Entry entry : changes.entries()) {
            AgentAnswers agent = agents.get(entry.answer().key().agent());
            if (agent != null) {
                agent.put(entry.answer());
            }
        }
        seen = changes.upTo();
    }

    private void refresh(int mostVectors) throws IOException {
        Instant now = clock.instant();
        int waiting = 0;
        for (AgentAnswers agent : agents.values()) {
            if (agent.isDue(now)) {
                for (AnswerAudio.Saying saying : agent.missing(now)) {
                    if (ordered.get(agent.agent()).add(saying)) {
                        orders.add(new Order(agent, saying));
                    }
                }
                agent.refresh(now, System.nanoTime(), mostVectors);
            }
            waiting += ordered.get(agent.agent()).size();
        }
        waitingForAudio = waiting;
    }

    private void speak() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Order order = orders.take();
                AnswerAudio.Prepared prepared =
                        order.agent()
                                .audio()
                                .prepare(List.of(order.saying()), (_, _, id) -> progress(id));
                made.add(new Made(order, prepared));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress(String id) {
        log.info("audio of answer {} made, {} wait", id, orders.size());
    }

    /** Ends both threads; what is served stays served. */
    @Override
    public void close() {
        closing = true;
        threads.stream().skip(1).forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
