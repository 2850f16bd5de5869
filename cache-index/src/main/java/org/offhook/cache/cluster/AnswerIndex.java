package org.offhook.cache.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.cluster.Cluster.Reply;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Key;

/**
 * The index of answers in a cluster: one shard, so that its {@code _seq_no} is the number of a
 * change. What is asked of it can be asked again. Any thread.
 */
final class AnswerIndex {
    private static final int PAGE = 500;
    private static final ObjectMapper json = new ObjectMapper();

    private final Cluster cluster;
    private final ClusterSettings settings;
    private final IndexMapping mapping;

    AnswerIndex(Cluster cluster, ClusterSettings settings, IndexMapping mapping) {
        this.cluster = cluster;
        this.settings = settings;
        this.mapping = mapping;
    }

    /**
     * How far the index is.
     *
     * @param name of the index behind the alias
     * @param store identity of its history: another one when it was made or restored anew
     * @param upTo every copy of the shard has all changes up to this one, and will keep them
     */
    record Checkpoint(String name, String store, long upTo) {}

    /**
     * An answer as it is now, though no search may show it yet.
     *
     * @param term with the number, names this very change
     * @param write what wrote it
     */
    record Version(long sequence, long term, String write) {
        boolean isWrittenBy(String other) {
            return write.equals(other);
        }
    }

    /** Creates it where there is none. */
    void create() throws IOException {
        Reply reply =
                cluster.ask(
                        "PUT",
                        "/" + settings.index() + "-000001",
                        Map.of("timeout", "5s", "cluster_manager_timeout", "5s"),
                        mapping.json(settings.index(), settings.replicas()));
        boolean there = reply.reason().startsWith("resource_already_exists");
        if (!reply.isGood() && !there) {
            throw new IOException("no index for answers can be made: " + reply.reason());
        }
    }

    /** Empty where there is no index. */
    Optional<Checkpoint> checkpoint() throws IOException {
        Reply reply =
                cluster.ask(
                        "GET",
                        "/" + settings.index() + "/_stats/docs",
                        Map.of("level", "shards"),
                        "");
        if (reply.status() == 404) {
            return Optional.empty();
        }
        JsonNode indices = good(reply).path("indices");
        if (indices.size() > 1) {
            throw new IOException(settings.index() + " is " + indices.size() + " indices, not one");
        }
        // While its shard is being moved or found, an index may have no statistics at all.
        for (Map.Entry<String, JsonNode> index : indices.properties()) {
            for (JsonNode shard : index.getValue().path("shards").path("0")) {
                if (shard.path("routing").path("primary").asBoolean() && shard.has("seq_no")) {
                    return Optional.of(checkpoint(index.getKey(), index.getValue(), shard));
                }
            }
        }
        throw new ClusterAwayException("the index " + settings.index() + " has no shard to ask");
    }

    private static Checkpoint checkpoint(String name, JsonNode index, JsonNode shard)
            throws IOException {
        JsonNode history = shard.path("commit").path("user_data").path("history_uuid");
        JsonNode upTo = shard.path("seq_no").path("global_checkpoint");
        if (!index.path("uuid").isTextual() || !upTo.isNumber()) {
            throw new IOException("statistics without uuid or checkpoint");
        }
        return new Checkpoint(
                name, index.path("uuid").asText() + "." + history.asText(), upTo.asLong());
    }

    /** What changed after one number and up to a checkpoint. */
    List<Entry> changes(long after, Checkpoint upTo) throws IOException {
        refresh(upTo.name());
        var entries = new ArrayList<Entry>();
        long last = after;
        // A change that is overtaken between two pages comes with its later number, after upTo.
        while (last < upTo.upTo()) {
            JsonNode hits = page(upTo.name(), last, upTo.upTo());
            for (JsonNode hit : hits) {
                last = hit.path("_seq_no").asLong();
                entries.add(new Entry(answer(hit), last));
            }
            if (hits.size() < PAGE) {
                break;
            }
        }
        return entries;
    }

    /** Without it a search shows an older state, and tells of no gap. */
    private void refresh(String name) throws IOException {
        JsonNode shards =
                good(cluster.ask("POST", "/" + name + "/_refresh", Map.of(), "")).path("_shards");
        if (shards.path("failed").asInt() > 0 || shards.path("successful").asInt() == 0) {
            throw new ClusterAwayException("a copy of the index cannot be refreshed");
        }
    }

    private JsonNode page(String name, long after, long upTo) throws IOException {
        ObjectNode search = json.createObjectNode();
        search.put("size", PAGE).put("seq_no_primary_term", true).put("track_total_hits", false);
        search.putArray("_source").add(IndexMapping.ANSWER);
        search.putObject("query")
                .putObject("range")
                .putObject("_seq_no")
                .put("gt", after)
                .put("lte", upTo);
        search.putArray("sort").addObject().put("_seq_no", "asc");
        var query = Map.of("preference", "_primary", "allow_partial_search_results", "false");
        Reply reply = cluster.ask("POST", "/" + name + "/_search", query, search.toString());
        return good(reply).path("hits").path("hits");
    }

    private static StoredAnswer answer(JsonNode hit) throws IOException {
        return AnswerJson.read(hit.path("_source").path(IndexMapping.ANSWER).toString());
    }

    /** The answer as it is at this moment. */
    Optional<Entry> get(Key key) throws IOException {
        JsonNode found = many(List.of(id(key)), IndexMapping.ANSWER).path(0);
        return found.path("found").asBoolean()
                ? Optional.of(new Entry(answer(found), found.path("_seq_no").asLong()))
                : Optional.empty();
    }

    /** By document id; what is not there is not in it. */
    Map<String, Version> versions(List<String> ids) throws IOException {
        var versions = new HashMap<String, Version>();
        for (JsonNode found : many(ids, IndexMapping.WRITE)) {
            if (found.path("found").asBoolean()) {
                versions.put(
                        found.path("_id").asText(),
                        new Version(
                                found.path("_seq_no").asLong(),
                                found.path("_primary_term").asLong(),
                                found.path("_source").path(IndexMapping.WRITE).asText()));
            }
        }
        return versions;
    }

    private JsonNode many(List<String> ids, String field) throws IOException {
        ObjectNode wanted = json.createObjectNode();
        ids.forEach(wanted.putArray("ids")::add);
        Reply reply =
                cluster.ask(
                        "POST",
                        "/" + settings.index() + "/_mget",
                        Map.of("_source_includes", field, "realtime", "true"),
                        wanted.toString());
        JsonNode found = good(reply).path("docs");
        for (JsonNode one : found) {
            if (one.has("error")) {
                throw new ClusterAwayException(
                        "an answer cannot be read: " + one.path("error").path("reason").asText());
            }
        }
        return found;
    }

    /**
     * One write: of a new document where nothing is there, else over the version that is.
     *
     * @param source the whole document
     */
    record Put(String id, Optional<Version> over, String source) {}

    /**
     * What became of a {@link Put}.
     *
     * @param status of HTTP; 409 where somebody else was first, 0 where it is not known
     */
    record Outcome(int status, long sequence, String reason) {
        boolean isWritten() {
            return status == 200 || status == 201;
        }
    }

    /** All of them, each alone; outcomes in the same order. */
    List<Outcome> write(List<Put> puts) throws IOException {
        var lines = new StringBuilder();
        for (Put put : puts) {
            ObjectNode action = json.createObjectNode();
            ObjectNode to = action.putObject(put.over().isPresent() ? "index" : "create");
            to.put("_id", put.id());
            put.over()
                    .ifPresent(version ->
                            to.put("if_seq_no", version.sequence())
                                    .put("if_primary_term", version.term()));
            lines.append(action).append('\n').append(put.source()).append('\n');
        }
        // An alias is required: a write to a name that is gone would make an index of any shape.
        var query = Map.of("timeout", "3s", "require_alias", "true");
        Reply reply =
                cluster.ask("POST", "/" + settings.index() + "/_bulk", query, lines.toString());
        var outcomes = new ArrayList<Outcome>();
        for (JsonNode item : good(reply).path("items")) {
            JsonNode done = item.elements().next();
            outcomes.add(
                    new Outcome(
                            done.path("status").asInt(),
                            done.path("_seq_no").asLong(AnswerStore.NONE),
                            done.path("error").path("reason").asText()));
        }
        return outcomes;
    }

    private JsonNode good(Reply reply) throws IOException {
        if (reply.status() == 404) {
            throw new ClusterAwayException("there is no index " + settings.index());
        }
        if (!reply.isGood()) {
            throw new IOException("the cluster refuses: " + reply.reason());
        }
        return reply.body();
    }

    /** Of an answer's document: the same for every node that writes it. */
    static String id(Key key) {
        return key.agent().replace("%", "%25").replace("/", "%2F") + "/" + key.id();
    }
}
