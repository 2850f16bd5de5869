package org.offhook.sip.jain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.TlsConfig;

/**
 * Our certificate and whom we believe, read again when a file has changed; broken files are told
 * and the last good ones stay. For any thread: its lock is held while files are read.
 */
final class TlsContext {
    private static final Logger LOG = LogManager.getLogger(TlsContext.class);
    private static final char[] NONE = {};

    /** A file as it was: another time or size is another content. */
    private record Seen(FileTime changed, long bytes) {}

    private final TlsConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Seen> seen;
    private SSLContext context;

    /** Throws IOException, naming the file, where one cannot be read. */
    TlsContext(TlsConfig config) throws IOException {
        this.config = config;
        this.seen = look();
        this.context = load();
    }

    boolean demandsCertificate() {
        return config.demandsCertificate();
    }

    SSLContext current() {
        lock.lock();
        try {
            List<Seen> now = look();
            if (!now.equals(seen)) {
                seen = now;
                context = load();
                LOG.info("SIP over TLS: certificates read again");
            }
        } catch (IOException broken) {
            LOG.warn("SIP over TLS keeps its certificates: {}", broken.getMessage());
        } finally {
            lock.unlock();
        }
        return context;
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        config.identity()
                .ifPresent(identity -> {
                    files.add(identity.certificate());
                    files.add(identity.key());
                });
        config.authorities().ifPresent(files::add);
        return files;
    }

    private List<Seen> look() throws IOException {
        var found = new ArrayList<Seen>();
        for (Path file : files()) {
            found.add(new Seen(Files.getLastModifiedTime(file), Files.size(file)));
        }
        return found;
    }

    private SSLContext load() throws IOException {
        try {
            SSLContext fresh = SSLContext.getInstance("TLS");
            fresh.init(keys(config.identity()), trust(config.authorities()), null);
            return fresh;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    "unusable certificate or key: " + unusable.getMessage(), unusable);
        }
    }

    private static KeyManager[] keys(Optional<TlsConfig.Identity> identity)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        if (identity.isPresent()) {
            List<X509Certificate> chain =
                    Pem.certificates("sip.tls.certificate", identity.get().certificate());
            PrivateKey key = Pem.key("sip.tls.key", identity.get().key());
            store.setKeyEntry("own", key, NONE, chain.toArray(X509Certificate[]::new));
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NONE);
        return managers.getKeyManagers();
    }

    private static TrustManager[] trust(Optional<Path> authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = null; // the system's
        if (authorities.isPresent()) {
            store = empty();
            for (X509Certificate certificate :
                    Pem.certificates("sip.tls.authorities", authorities.get())) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NONE);
        return store;
    }
}
