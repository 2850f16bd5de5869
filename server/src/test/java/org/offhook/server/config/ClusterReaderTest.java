package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.offhook.cache.cluster.ClusterSettings;

/** Where machines that share their answers do so. */
class ClusterReaderTest {
    private static ServerConfig read(String text) throws ConfigException {
        return ServerConfigReader.read("test.yaml", Path.of("/"), text, Map.of("KEY", "s-1")::get);
    }

    private static List<String> problems(String text) {
        return assertThrows(ConfigException.class, () -> read(text)).problems();
    }

    @Test
    void aClusterIsReadAndItsPasswordNotShown() throws ConfigException {
        var config =
                read(
                        """
                        answers:
                          opensearch:
                            nodes: ['http://one:9200', 'https://two']
                            index: shared
                            replicas: 2
                            user: ann
                            password: ${KEY}
                        """);
        var login = new ClusterSettings.Login("ann", "s-1");
        var nodes = List.of(URI.create("http://one:9200"), URI.create("https://two"));
        assertEquals(
                Optional.of(new ClusterSettings(nodes, "shared", 2, Optional.of(login))),
                config.answers().cluster());
        assertFalse(config.toString().contains("s-1"));
    }

    @Test
    void withoutOneAnswersStayOnThisMachine() throws ConfigException {
        assertEquals(Optional.empty(), read("answers: {listen: off}").answers().cluster());
        var usual = read("answers: {opensearch: {nodes: 'http://one:9200'}}").answers();
        assertEquals("offhook-answers", usual.cluster().orElseThrow().index());
        assertEquals(1, usual.cluster().orElseThrow().replicas());
    }

    @Test
    void mistakesAreNamedAllAtOnce() {
        List<String> found =
                problems(
                        """
                        answers:
                          opensearch:
                            nodes: ['http://one:9200', 'one:9200', 'http://one/path']
                            index: Shared
                            user: ann
                            nods: x
                        """);
        assertEquals(5, found.size(), found::toString);
        assertTrue(found.getFirst().contains("answers.opensearch.nodes"), found::toString);
        assertTrue(problems("answers: {opensearch: {}}").getFirst().contains("at least one node"));
    }

    @Test
    void anAuthorityMustBeAFileOfCertificatesAndForHttps() {
        String found =
                problems(
                                """
                                answers:
                                  opensearch:
                                    nodes: 'https://one'
                                    certificate-authority: none.pem
                                """)
                        .getFirst();
        assertTrue(
                found.startsWith("test.yaml:4: answers.opensearch.certificate-authority: must be"),
                found);
        assertTrue(found.endsWith("got \"none.pem\""), found);
        assertTrue(
                problems(
                                """
                                answers:
                                  opensearch:
                                    nodes: 'http://one'
                                    certificate-authority: none.pem
                                """)
                        .getFirst()
                        .contains("is for nodes with https:// only"));
    }
}
