package org.offhook.cache.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.offhook.cache.Embedder;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Status;

/** Shape of the index and of its documents. Any thread; writing a document embeds its questions. */
final class IndexMapping {
    static final String ANSWER = "answer";
    static final String WRITE = "write";
    static final String QUESTIONS = "questions";
    static final String VECTOR = "vector";
    private static final ObjectMapper json = new ObjectMapper();

    private final Embedder embedder;

    IndexMapping(Embedder embedder) {
        this.embedder = embedder;
    }

    /** Body of the request that makes the index. */
    String json(String alias, int replicas) {
        ObjectNode root = json.createObjectNode();
        root.putObject("aliases").putObject(alias);
        root.putObject("settings")
                .putObject("index")
                .put("number_of_shards", 1)
                .put("number_of_replicas", replicas)
                .put("refresh_interval", "1s")
                .put("knn", true)
                .putObject("translog")
                .put("durability", "request");
        ObjectNode mappings = root.putObject("mappings");
        mappings.put("dynamic", "strict");
        ObjectNode fields = mappings.putObject("properties");
        for (String keyword : new String[] {"agent", "id", "language", "status", WRITE}) {
            fields.putObject(keyword).put("type", "keyword");
        }
        fields.putObject("deleted").put("type", "boolean");
        fields.putObject("embedder").put("type", "keyword");
        fields.putObject(ANSWER).put("type", "object").put("enabled", false);
        ObjectNode question = fields.putObject(QUESTIONS).put("type", "nested");
        ObjectNode parts = question.putObject("properties");
        parts.putObject("text").put("type", "text");
        ObjectNode vector = parts.putObject(VECTOR);
        vector.put("type", "knn_vector").put("dimension", embedder.dimensions());
        // Left out, the engine is a native one, and a node without its library dies of the first
        // refresh.
        vector.putObject("method")
                .put("name", "hnsw")
                .put("engine", "lucene")
                .put("space_type", "cosinesimil");
        return root.toString();
    }

    /**
     * @param write names this change of the answer
     */
    String document(StoredAnswer answer, String write) {
        Status status = answer.content().status();
        ObjectNode root = json.createObjectNode();
        root.put("agent", answer.key().agent());
        root.put("id", answer.key().id());
        root.put("language", answer.content().scope().language());
        root.put("status", status.name().toLowerCase(Locale.ROOT));
        root.put("deleted", status == Status.DELETED);
        root.put("embedder", embedder.id());
        root.put(WRITE, write);
        root.set(ANSWER, AnswerJson.tree(answer));
        var questions = root.putArray(QUESTIONS);
        if (status != Status.DELETED) {
            for (String text : answer.content().questions()) {
                var vector = questions.addObject().put("text", text).putArray(VECTOR);
                for (float value : embedder.embed(text)) {
                    vector.add(value);
                }
            }
        }
        return root.toString();
    }
}
