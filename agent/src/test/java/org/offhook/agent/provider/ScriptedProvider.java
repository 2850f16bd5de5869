package org.offhook.agent.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/** A provider on this machine whose answers the test writes. */
final class ScriptedProvider implements AutoCloseable {
    static final String KEY = "sk-very-secret-0123456789";
    static final Duration LONG = Duration.ofSeconds(60);

    private static final Logger CHATTER = Logger.getLogger(MockWebServer.class.getName());

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    private final MockWebServer server = new MockWebServer();
    private final String scheme;
    final OkHttpClient client;

    private ScriptedProvider(String scheme, OkHttpClient client) {
        this.scheme = scheme;
        this.client = client;
    }

    static ScriptedProvider http1() throws IOException {
        return new ScriptedProvider("http", new OkHttpClient()).start();
    }

    static ScriptedProvider http2WithoutTls() throws IOException {
        var provider = new ScriptedProvider("h2c", new OkHttpClient());
        provider.server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        return provider.start();
    }

    static ScriptedProvider https() throws IOException {
        var certificate =
                new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
        var ours = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        var theirs =
                new HandshakeCertificates.Builder()
                        .addTrustedCertificate(certificate.certificate())
                        .build();
        var client =
                new OkHttpClient.Builder()
                        .sslSocketFactory(theirs.sslSocketFactory(), theirs.trustManager())
                        .build();
        var provider = new ScriptedProvider("https", client);
        provider.server.useHttps(ours.sslSocketFactory());
        return provider.start();
    }

    private ScriptedProvider start() throws IOException {
        server.start(InetAddress.getByName("127.0.0.1"), 0);
        return this;
    }

    String url() {
        return scheme + "://127.0.0.1:" + server.getPort() + "/v1";
    }

    ChatConfig chat() {
        return chat(LONG, LONG);
    }

    ChatConfig chat(Duration firstToken, Duration total) {
        return new ChatConfig(
                "acme", url(), KEY, "chat-1", 0.25, 99, firstToken, total, Map.of("X-Tenant", "7"));
    }

    SpeechConfig speech(Duration firstAudio) {
        return new SpeechConfig(
                "acme",
                url(),
                KEY,
                "tts-1",
                "alloy",
                1.25,
                SpeechConfig.Format.PCM,
                firstAudio,
                LONG,
                Map.of());
    }

    void answers(MockResponse.Builder response) {
        server.enqueue(response.build());
    }

    /** Answers with events, in chunks that do not keep to their limits. */
    void answersEvents(String... events) {
        answers(events().chunkedBody(String.join("", events), 7));
    }

    static MockResponse.Builder events() {
        return new MockResponse.Builder().setHeader("Content-Type", "text/event-stream");
    }

    /** Answers as the script goes along; the body ends with it. */
    void plays(MockResponse.Builder response, Script script) {
        answers(
                response.removeHeader("Content-Length")
                        .socketHandler(socket -> {
                            try (var out = Okio.buffer(socket.getSink())) {
                                script.play(out, Okio.buffer(socket.getSource()));
                            } catch (IOException _) {
                                // The other side is gone, as many tests want it.
                            } catch (InterruptedException closing) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    /** Says something and then nothing more until the other side is gone (HTTP/1.1). */
    void fallsSilentAfter(MockResponse.Builder response, byte[] said, CountDownLatch gone) {
        plays(
                response,
                (out, in) -> {
                    try {
                        out.write(said).flush();
                        in.exhausted();
                    } finally {
                        gone.countDown();
                    }
                });
    }

    /** Says something and then only that it is alive, until the other side is gone. */
    void onlyPingsAfter(MockResponse.Builder response, String said, CountDownLatch gone) {
        plays(
                response,
                (out, in) -> {
                    try {
                        out.writeUtf8(said).flush();
                        while (!Thread.interrupted()) {
                            out.writeUtf8(": ping\n\n").flush();
                            // Without a pause it would keep its own reader from the lock.
                            LockSupport.parkNanos(1_000_000);
                        }
                    } finally {
                        gone.countDown();
                    }
                });
    }

    RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(60, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    static String data(String json) {
        return "data: " + json + "\n\n";
    }

    /** A token as OpenAI sends it. */
    static String token(String words) {
        return data(
                "{\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                        + words
                        + "\"},\"finish_reason\":null}]}");
    }

    static String done() {
        return data("[DONE]");
    }

    @Override
    public void close() {
        server.close();
    }

    @FunctionalInterface
    interface Script {
        void play(BufferedSink out, BufferedSource in) throws IOException, InterruptedException;
    }
}
