package org.offhook.cache.cluster;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the cluster is.
 *
 * @param nodes at least one, {@code http} or {@code https}; the more are named, the more may be
 *     away
 * @param index alias of the index that holds the answers; {@code <index>-000001} is made behind it
 *     where there is none
 * @param replicas copies of the index beside the first, when it is made
 * @param trust for {@code https}; empty: what Java trusts
 */
public record ClusterSettings(
        List<URI> nodes,
        String index,
        int replicas,
        Optional<Login> login,
        Optional<SSLContext> trust) {
    public ClusterSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("no node");
        }
    }

    /** Of nodes whose certificates Java trusts, or that have none. */
    public ClusterSettings(List<URI> nodes, String index, int replicas, Optional<Login> login) {
        this(nodes, index, replicas, login, Optional.empty());
    }

    /** Sent with each request (RFC 7617). */
    public record Login(String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return user;
        }
    }
}
