package org.offhook.tests.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Stands in front of a node that knows neither TLS nor users: its certificate is signed by an
 * authority that nobody knows, and it lets one user in (RFC 7617). Any thread.
 */
public final class SecureProxy implements AutoCloseable {
    private final URI to;
    private final String wanted;
    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HttpsServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    public SecureProxy(URI to, String user, String password) throws IOException {
        this.to = to;
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        wanted = "Basic " + Base64.getEncoder().encodeToString(both);
        InetAddress here = Loopback.next();
        HeldCertificate own =
                new HeldCertificate.Builder()
                        .addSubjectAlternativeName(here.getHostAddress())
                        .signedBy(authority)
                        .build();
        HandshakeCertificates shown =
                new HandshakeCertificates.Builder().heldCertificate(own).build();
        server = HttpsServer.create(new InetSocketAddress(here, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shown.sslContext()));
        server.createContext("/", this::handOn);
        server.start();
    }

    public URI address() {
        return URI.create("https://" + Loopback.text(server.getAddress()));
    }

    /** The certificate of its authority, PEM. */
    public String authority() {
        return authority.certificatePem();
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var request =
                    HttpRequest.newBuilder(to.resolve(exchange.getRequestURI().toString()))
                            .method(
                                    exchange.getRequestMethod(),
                                    HttpRequest.BodyPublishers.ofByteArray(body));
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (type != null) {
                request.header("Content-Type", type);
            }
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
