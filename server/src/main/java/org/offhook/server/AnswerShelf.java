package org.offhook.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.LiveParts;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Embedder;
import org.offhook.cache.Lookup;
import org.offhook.cache.Proof;
import org.offhook.cache.cluster.ClusterAwayException;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.BankMirror;
import org.offhook.cache.store.CandidateBook;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.server.answers.AgentAnswers;
import org.offhook.server.answers.AnswersApi;
import org.offhook.server.answers.Api;
import org.offhook.server.answers.ApiServer;
import org.offhook.server.answers.BankWatch;
import org.offhook.server.answers.CacheVerdicts;
import org.offhook.server.answers.Learner;
import org.offhook.server.answers.LiveAnswers;
import org.offhook.server.config.AnswerBank;
import org.offhook.server.config.AnswersSettings;
import org.offhook.server.config.BankLoader;
import org.offhook.server.config.ServerConfig;

/**
 * The answers of the data folder, opened: store, index, and what makes agents follow them. Built
 * and closed by the main thread.
 */
final class AnswerShelf implements AnswersApi.Surroundings, AutoCloseable {
    private static final Logger log = LogManager.getLogger(AnswerShelf.class);

    private final AnswerStore store;
    private final AnswerCache cache;
    private final LiveAnswers live;
    private final BankMirror mirror;
    private final AnswerDesk desk;
    private final Optional<Learner> learner;
    private final Map<String, LanguageModel> models = new HashMap<>();
    private final BankWatch watch = new BankWatch();
    private final Map<String, List<AnswerAudio.Saying>> ofBanks = new LinkedHashMap<>();
    private final Map<String, AgentAnswers> agents = new LinkedHashMap<>();

    private AnswerShelf(
            AnswerStore store, AnswerCache cache, Embedder embedder, ServerConfig config) {
        this.store = store;
        this.cache = cache;
        desk = LocalAnswers.desk(store, config);
        AnswersSettings settings = config.answers();
        learner =
                settings.learn()
                        ? Optional.of(
                                new Learner(
                                        desk,
                                        new CandidateBook(desk, embedder, InstantSource.system()),
                                        new CacheVerdicts(cache),
                                        settings.keep(),
                                        settings.judged()))
                        : Optional.empty();
        live = new LiveAnswers(store, InstantSource.system());
        mirror = new BankMirror(store, InstantSource.system());
    }

    /**
     * @param embedder stays the caller's to close, after this
     * @throws IOException in use by another process, or damaged
     */
    static AnswerShelf open(ServerConfig config, Embedder embedder) throws IOException {
        try {
            AnswerStore store = AnswerStores.open(config, () -> embedder);
            try {
                AnswerCache cache =
                        AnswerCache.open(
                                config.data().resolve("index"),
                                embedder,
                                config.answers().wrongRate());
                return new AnswerShelf(store, cache, embedder, config);
            } catch (IOException | RuntimeException failed) {
                store.close();
                throw failed;
            }
        } catch (LuceneAnswerStore.InUseException taken) {
            throw new IOException(
                    taken.getMessage() + "; each instance needs a --data folder of its own", taken);
        }
    }

    /**
     * One more agent with its bank and whom it asks otherwise, before {@link #start}.
     *
     * @param onChange told all answers of the bank's file when that has changed, before they count
     */
    AgentAnswers put(
            ServerConfig.Agent agent,
            AnswerBank bank,
            AnswerAudio audio,
            Learner.Teacher teacher,
            Consumer<List<Answer>> onChange)
            throws IOException {
        String name = agent.name();
        learner.ifPresent(one -> one.add(name, teacher));
        teacher.model().ifPresent(model -> models.put(name, model));
        boolean synced = sync(name, bank, Banks.nameOf(agent.bank()));
        if (agent.bank() instanceof ServerConfig.Bank.File(var path)) {
            watch.add(
                    path,
                    synced,
                    () -> {
                        var changed = BankLoader.read(path, agent.slots().names()).answers();
                        onChange.accept(changed);
                        return mirror.sync(name, changed, path.getFileName().toString());
                    });
        }
        ofBanks.put(name, Banks.answers(bank));
        AgentAnswers answers =
                live.agent(
                        name,
                        teacher.language(),
                        agent.slots(),
                        cache,
                        audio,
                        exchanges -> learner.ifPresent(one -> one.tryTeach(name, exchanges)));
        agents.put(name, answers);
        return answers;
    }

    /** False where answers cannot be changed now: those of the last time are said. */
    private boolean sync(String agent, AnswerBank bank, String file) throws IOException {
        try {
            mirror.sync(agent, bank.answers(), file);
            return true;
        } catch (ClusterAwayException away) {
            log.warn("{}: the changes of {} wait: {}", agent, file, away.getMessage());
            return false;
        }
    }

    /** From now on agents answer; returns ids of answers of banks without audio, by agent. */
    Map<String, List<String>> start() throws IOException, InterruptedException {
        Map<String, List<String>> missing = live.start(ofBanks);
        watch.start();
        learner.ifPresent(Learner::start);
        return missing;
    }

    /**
     * Lets people change answers while calls go on; empty where nobody may.
     *
     * @param calls answers what begins with /calls
     */
    Optional<ApiServer> serve(ServerConfig config, Api calls) throws IOException {
        AnswersSettings settings = config.answers();
        if (settings.listen().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                ApiServer.start(
                        settings.listen().get(),
                        beside(calls, new AnswersApi(desk, this)),
                        settings.token().value(),
                        config.data()));
    }

    private static Api beside(Api calls, Api answers) {
        return request ->
                request.path().matches("/+calls(/.*)?")
                        ? calls.handle(request)
                        : answers.handle(request);
    }

    @Override
    public Lookup test(String agent, String question) throws IOException {
        return agents.get(agent).lookup(question);
    }

    @Override
    public Map<String, LiveParts.Counts> slots() {
        var counts = new LinkedHashMap<String, LiveParts.Counts>();
        agents.forEach((name, answers) -> counts.put(name, answers.spokenLive()));
        return counts;
    }

    @Override
    public Optional<Proof> proof() {
        return Optional.of(cache.proof());
    }

    @Override
    public Map<String, Map<String, Long>> asked() {
        var counts = new LinkedHashMap<String, Map<String, Long>>();
        agents.forEach((name, answers) -> counts.put(name, answers.asked()));
        return counts;
    }

    @Override
    public void acquitted(Key key) throws IOException {
        cache.withdraw(key.agent(), key.id());
    }

    @Override
    public Optional<LanguageModel> model(String agent) {
        return Optional.ofNullable(models.get(agent));
    }

    @Override
    public int waitingForAudio() {
        return live.waitingForAudio();
    }

    @Override
    public void close() throws IOException {
        learner.ifPresent(Learner::close);
        watch.close();
        live.close();
        try (store) {
            cache.close();
        }
    }
}
