package org.offhook.cache.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.ResponseException;

/**
 * The nodes of a cluster. One of them is asked for everything until it does not answer, so that
 * requests that belong together see one node's view of the cluster. Any thread; a request blocks
 * for at most {@link #ANSWERS_WITHIN} a node.
 *
 * <p>Requests are JSON of our own: the client's typed answers throw on some that a cluster gives
 * while it loses a node.
 */
final class Cluster implements AutoCloseable {
    private static final Timeout CONNECTS_WITHIN = Timeout.ofSeconds(2);
    private static final Timeout ANSWERS_WITHIN = Timeout.ofSeconds(5);
    private static final ObjectMapper json = new ObjectMapper();

    private record Node(URI at, OpenSearchTransport transport, OpenSearchGenericClient client) {}

    private final List<Node> nodes = new ArrayList<>();
    private volatile int asked;

    /**
     * @param status of HTTP, none that means "try another node"
     */
    record Reply(int status, JsonNode body) {
        boolean isGood() {
            return status < 300;
        }

        /** What the cluster says is wrong, in its words. */
        String reason() {
            JsonNode error = body.path("error");
            JsonNode root = error.path("root_cause").path(0);
            JsonNode told = root.has("reason") ? root : error;
            return told.has("reason")
                    ? told.path("type").asText() + ": " + told.path("reason").asText()
                    : "status " + status;
        }
    }

    Cluster(ClusterSettings settings) {
        for (URI at : settings.nodes()) {
            OpenSearchTransport transport = transport(at, settings);
            nodes.add(new Node(at, transport, new OpenSearchGenericClient(transport)));
        }
    }

    private static OpenSearchTransport transport(URI at, ClusterSettings settings) {
        var host = new HttpHost(at.getScheme(), at.getHost(), port(at));
        Header[] headers =
                settings.login()
                        .map(login -> new Header[] {new BasicHeader("Authorization", basic(login))})
                        .orElse(new Header[0]);
        return ApacheHttpClient5TransportBuilder.builder(host)
                .setDefaultHeaders(headers)
                .setRequestConfigCallback(request -> request.setResponseTimeout(ANSWERS_WITHIN))
                .setConnectionConfigCallback(Cluster::limited)
                .setHttpClientConfigCallback(client -> {
                    settings.trust()
                            .ifPresent(trust -> client.setConnectionManager(trusting(trust)));
                    return client.setIOReactorConfig(
                            IOReactorConfig.custom().setIoThreadCount(1).build());
                })
                .build();
    }

    private static ConnectionConfig.Builder limited(ConnectionConfig.Builder connection) {
        return connection.setConnectTimeout(CONNECTS_WITHIN).setSocketTimeout(ANSWERS_WITHIN);
    }

    /** A certificate must be of the node's name as well. */
    private static AsyncClientConnectionManager trusting(SSLContext trust) {
        return PoolingAsyncClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(limited(ConnectionConfig.custom()).build())
                .setTlsStrategy(ClientTlsStrategyBuilder.create().setSslContext(trust).buildAsync())
                .build();
    }

    private static int port(URI at) {
        if (at.getPort() > 0) {
            return at.getPort();
        }
        return at.getScheme().equals("https") ? 443 : 80;
    }

    private static String basic(ClusterSettings.Login login) {
        byte[] both = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /**
     * One request, which must do no harm when it is done twice.
     *
     * @param body JSON, or lines of it; empty for none
     * @throws ClusterAwayException no node answers, or takes the login
     */
    Reply ask(String method, String path, Map<String, String> query, String body)
            throws IOException {
        int first = asked;
        IOException why = null;
        for (int tried = 0; tried < nodes.size(); tried++) {
            int number = (first + tried) % nodes.size();
            Node node = nodes.get(number);
            try {
                Reply reply = ask(node, method, path, query, body);
                if (!isBusy(reply.status())) {
                    asked = number;
                    return reply;
                }
                why = new IOException(node.at() + " says " + reply.reason());
            } catch (IOException | RuntimeException silent) {
                why = new IOException(node.at() + ": " + cause(silent), silent);
            }
        }
        throw new ClusterAwayException(why.getMessage(), why);
    }

    private static boolean isBusy(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    private static String cause(Throwable error) {
        Throwable at = error;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        if (at instanceof ResponseException answer
                && (answer.status() == 401 || answer.status() == 403)) {
            return "refuses user or password (" + answer.status() + ")";
        }
        return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }

    private static Reply ask(
            Node node, String method, String path, Map<String, String> query, String body)
            throws IOException {
        String type = path.endsWith("/_bulk") ? "application/x-ndjson" : "application/json";
        Body sent = body.isEmpty() ? null : Body.from(body.getBytes(StandardCharsets.UTF_8), type);
        var request = Requests.create(method, path, List.of(), query, sent);
        try (Response response = node.client().execute(request)) {
            var got = response.getBody();
            String text = got.isPresent() ? got.get().bodyAsString() : "";
            return new Reply(response.getStatus(), tree(text));
        }
    }

    /** What is between us and a node may answer with a page. */
    private static JsonNode tree(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : json.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Node node : nodes) {
            try {
                node.transport().close();
            } catch (IOException unclosed) {
                first = first == null ? unclosed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
