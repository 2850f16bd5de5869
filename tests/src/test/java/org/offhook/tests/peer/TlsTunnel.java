package org.offhook.tests.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.offhook.sip.TlsConfig;

/**
 * Carries callers that speak no TLS, as Debian's SIPp, to a server over it: what they send says TLS
 * where they wrote TCP, and what comes back the other way round, so that no length changes. Any
 * thread.
 */
public final class TlsTunnel implements AutoCloseable {
    private final HeldCertificate certificate;
    private final ServerSocket door;

    /** For a server at that address. */
    public TlsTunnel(InetSocketAddress server) throws IOException {
        String host = server.getAddress().getHostAddress();
        certificate = new HeldCertificate.Builder().addSubjectAlternativeName(host).build();
        door = new ServerSocket(0, 10, Loopback.next());
    }

    /** What the server has to show. */
    public TlsConfig identity(Path folder) throws IOException {
        Path shown = Files.writeString(folder.resolve("server.crt"), certificate.certificatePem());
        Path key =
                Files.writeString(folder.resolve("server.key"), certificate.privateKeyPkcs8Pem());
        var identity = new TlsConfig.Identity(shown, key);
        return new TlsConfig(0, Optional.of(identity), Optional.of(shown), false);
    }

    /** Where callers come in, over TCP. */
    public InetSocketAddress address() {
        return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
    }

    /** From now on it leads there. */
    public void leadsTo(InetSocketAddress server) {
        SSLSocketFactory secure =
                new HandshakeCertificates.Builder()
                        .addTrustedCertificate(certificate.certificate())
                        .build()
                        .sslSocketFactory();
        Thread.ofVirtual()
                .start(() -> {
                    while (!door.isClosed()) {
                        try {
                            Socket plain = door.accept();
                            Socket over =
                                    secure.createSocket(server.getAddress(), server.getPort());
                            Thread.ofVirtual().start(() -> carry(plain, over, "TLS"));
                            Thread.ofVirtual().start(() -> carry(over, plain, "TCP"));
                        } catch (IOException closed) {
                            continue; // a caller waits in vain then, and the test says so
                        }
                    }
                });
    }

    private static void carry(Socket from, Socket to, String transport) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var words = List.of(new Word("SIP/2.0/", transport), new Word("transport=", transport));
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    for (Word word : words) {
                        buffer[i] = word.next(buffer[i]);
                    }
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            return; // by either end: the other is closed as well
        }
    }

    /** Replaces the three letters behind a word, wherever it is cut. */
    private static final class Word {
        private final byte[] word;
        private final byte[] letters;
        private int matched;
        private int replaced;

        Word(String word, String letters) {
            this.word = word.getBytes(StandardCharsets.US_ASCII);
            this.letters = letters.getBytes(StandardCharsets.US_ASCII);
        }

        byte next(byte some) {
            if (matched == word.length) {
                byte letter = letters[replaced];
                replaced++;
                if (replaced == letters.length) {
                    matched = 0;
                    replaced = 0;
                }
                return letter;
            }
            if (some == word[matched]) {
                matched++;
            } else {
                matched = some == word[0] ? 1 : 0;
            }
            return some;
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
    }
}
