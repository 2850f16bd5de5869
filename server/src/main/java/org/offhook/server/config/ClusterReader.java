package org.offhook.server.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.offhook.cache.cluster.ClusterSettings;
import org.offhook.cache.cluster.ClusterSettings.Login;
import org.offhook.cache.cluster.Trust;

/** Reads the section {@code answers.opensearch}. */
final class ClusterReader {
    /** What OpenSearch allows, without what needs escaping. */
    private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#@]+/?");

    private final Secrets secrets;
    private final Path folder;

    /**
     * @param folder of the configuration: paths begin there
     */
    ClusterReader(Secrets secrets, Path folder) {
        this.secrets = secrets;
        this.folder = folder;
    }

    /** Empty where there is no such section: answers are kept on this machine. */
    Optional<ClusterSettings> read(Section answers) {
        if (!answers.has("opensearch")) {
            return Optional.empty();
        }
        Section section = answers.section("opensearch");
        List<URI> nodes = nodes(section);
        String index = section.text("index", "offhook-answers");
        if (!INDEX.matcher(index).matches()) {
            section.wrong("index", "must be of a-z, 0-9, _ and -, at most 100 characters");
        }
        int replicas = section.whole("replicas", 1, 0, 10);
        String user = section.text("user", "");
        Secret password = secrets.read(section, "password");
        if (user.isEmpty() != password.isEmpty()) {
            section.problem(user.isEmpty() ? "user" : "password", "is missing: both or none");
        }
        Optional<SSLContext> trust = trust(section, nodes);
        section.end();
        if (nodes.isEmpty()) {
            return Optional.empty();
        }
        Optional<Login> login =
                user.isEmpty() ? Optional.empty() : Optional.of(new Login(user, password.value()));
        return Optional.of(new ClusterSettings(nodes, index, replicas, login, trust));
    }

    private Optional<SSLContext> trust(Section section, List<URI> nodes) {
        String text = section.text("certificate-authority", "").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (nodes.stream().anyMatch(node -> !node.getScheme().equals("https"))) {
            section.wrong("certificate-authority", "is for nodes with https:// only");
        }
        try {
            return Optional.of(Trust.of(folder.resolve(text)));
        } catch (IOException unusable) {
            section.wrong(
                    "certificate-authority",
                    "must be a file of certificates in PEM (" + unusable.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static List<URI> nodes(Section section) {
        var nodes = new ArrayList<URI>();
        List<Section.Entry> entries = section.entries("nodes");
        for (Section.Entry entry : entries) {
            Optional<URI> node = node(entry.text());
            if (node.isEmpty()) {
                section.wrong(entry, "must be http:// or https:// with a host, and no path");
            }
            node.ifPresent(nodes::add);
        }
        if (entries.isEmpty()) {
            section.problem("nodes", "must name at least one node, as http://HOST:9200");
        }
        return nodes;
    }

    private static Optional<URI> node(String text) {
        try {
            var uri = new URI(text);
            return URL.matcher(text).matches() && uri.getHost() != null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
