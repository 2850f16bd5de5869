package org.offhook.server;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.offhook.agent.LanguageModel;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Embedder;
import org.offhook.cache.Lookup;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.cluster.ClusterAwayException;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.BankMirror;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.server.answers.AnswersApi;
import org.offhook.server.answers.AnswersBackup;
import org.offhook.server.answers.ApiClient;
import org.offhook.server.answers.ApiFile;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;
import org.offhook.server.cli.AnswersDoor;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;

/**
 * The way from the command line to the answers of a data folder: through the server that has them
 * open, or, where none runs, by opening them. Runs on the main thread.
 */
final class LocalAnswers implements AnswersDoor {
    @Override
    public ApiResponse ask(ServerConfig config, ApiRequest request)
            throws ConfigException, IOException, InterruptedException {
        Optional<ApiFile> running = ApiFile.read(config.data());
        if (running.isPresent()) {
            try {
                return ApiClient.ask(running.get(), request);
            } catch (ConnectException _) {
                // It was killed: its file is all that is left.
            }
        }
        try (var embedder = new LazyEmbedder();
                AnswerStore store = AnswerStores.open(config, embedder)) {
            var mirror = new BankMirror(store, InstantSource.system());
            for (ServerConfig.Agent agent : config.agents()) {
                sync(mirror, agent);
            }
            AnswerDesk desk = desk(store, config);
            return new AnswersApi(desk, new Alone(config, desk, embedder)).handle(request);
        }
    }

    private static void sync(BankMirror mirror, ServerConfig.Agent agent)
            throws ConfigException, IOException {
        try {
            mirror.sync(agent.name(), Banks.of(agent).answers(), Banks.nameOf(agent.bank()));
        } catch (ClusterAwayException _) {
            // What is asked of the copy can be told; a change fails with its own message.
        }
    }

    /** By the rules of the configured agents. */
    static AnswerDesk desk(AnswerStore store, ServerConfig config) {
        var slots = new HashMap<String, Set<String>>();
        config.agents().forEach(agent -> slots.put(agent.name(), agent.slots().names()));
        return new AnswerDesk(store, languages(config), slots, InstantSource.system());
    }

    @Override
    public String restore(ServerConfig config, Path backup) throws IOException {
        if (config.answers().cluster().isPresent()) {
            throw new IOException(
                    "these answers are kept in a cluster: restore its snapshot, or import an export");
        }
        return AnswersBackup.restore(backup, config.data());
    }

    /** Of all agents, by their names. */
    static Map<String, Locale> languages(ServerConfig config) {
        var languages = new HashMap<String, Locale>();
        config.agents().forEach(agent -> languages.put(agent.name(), agent.persona().language()));
        return languages;
    }

    /** Loads the model when it is asked for, once. Used by one thread. */
    private static final class LazyEmbedder implements AnswerStores.Embedding, AutoCloseable {
        private Embedder loaded;

        @Override
        public Embedder get() throws IOException {
            if (loaded == null) {
                loaded = MiniLmEmbedder.load();
            }
            return loaded;
        }

        @Override
        public void close() {
            if (loaded != null) {
                loaded.close();
            }
        }
    }

    /** What is known of answers where no server runs. */
    private record Alone(ServerConfig config, AnswerDesk desk, AnswerStores.Embedding embedding)
            implements AnswersApi.Surroundings {
        @Override
        public Lookup test(String agent, String question) throws IOException {
            List<Answer> approved =
                    desk.all(agent).stream()
                            .filter(answer ->
                                    answer.content().isLive(InstantSource.system().instant()))
                            .map(answer ->
                                    new Answer(
                                            answer.key().id(),
                                            answer.content().say(),
                                            answer.content().questions(),
                                            answer.content().then()))
                            .toList();
            try (var cache =
                    AnswerCache.open(
                            config.data().resolve("index"),
                            embedding.get(),
                            config.answers().wrongRate())) {
                cache.sync(agent, languages(config).get(agent), approved);
                return cache.lookup(agent, question);
            }
        }

        @Override
        public void acquitted(Key key) throws IOException {
            AnswerCache.withdraw(config.data().resolve("index"), key.agent(), key.id());
        }

        /** Without a server there is none: rules propose. */
        @Override
        public Optional<LanguageModel> model(String agent) {
            return Optional.empty();
        }

        @Override
        public int waitingForAudio() {
            return 0;
        }
    }
}
