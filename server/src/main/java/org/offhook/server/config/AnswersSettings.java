package org.offhook.server.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.offhook.cache.cluster.ClusterSettings;

/**
 * How answers are changed and learned while the program runs.
 *
 * @param listen where the HTTP API is, port 0 for any free one; empty for none
 * @param token that requests must bear; empty: none is needed, on this machine only
 * @param learn whether what models answer becomes candidates
 * @param keep a candidate that nobody asked for or approved in so long is deleted
 * @param judged share of hits that the agent's model is asked about after the call, 0 to 1
 * @param cluster where answers are shared with other machines; empty: they are kept on this one
 * @param wrongRate share of wrong answers of those played that is allowed, as an upper bound
 */
public record AnswersSettings(
        Optional<InetSocketAddress> listen,
        Secret token,
        boolean learn,
        Duration keep,
        double judged,
        Optional<ClusterSettings> cluster,
        double wrongRate) {}
