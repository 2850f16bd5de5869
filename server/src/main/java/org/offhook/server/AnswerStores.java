package org.offhook.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.offhook.cache.Embedder;
import org.offhook.cache.cluster.ClusterSettings;
import org.offhook.cache.cluster.OpenSearchAnswerStore;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.server.config.ServerConfig;

/** Opens the store of answers that the configuration names. */
final class AnswerStores {
    private AnswerStores() {}

    /** Where the embedder comes from, for a store that needs one. */
    @FunctionalInterface
    interface Embedding {
        Embedder get() throws IOException;
    }

    /**
     * @throws IOException in use by another process, or damaged
     */
    static AnswerStore open(ServerConfig config, Embedding embedding) throws IOException {
        Optional<ClusterSettings> cluster = config.answers().cluster();
        if (cluster.isEmpty()) {
            return LuceneAnswerStore.open(config.data().resolve("answers"));
        }
        // A folder of its own: becoming a copy replaces all that was in it.
        Path copy = config.data().resolve("answers-copy");
        try {
            return OpenSearchAnswerStore.open(cluster.get(), copy, embedding.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("ended while the cluster was asked");
        }
    }
}
