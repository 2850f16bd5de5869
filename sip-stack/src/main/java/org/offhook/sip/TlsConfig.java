package org.offhook.sip;

import java.nio.file.Path;
import java.util.Optional;

/**
 * SIP over TLS 1.2 and 1.3. Files are read again when they change, for connections made after that.
 *
 * @param port beside the one for UDP and TCP; 0 takes any free one
 * @param identity our certificate; empty where we only call others, who then do not learn who we
 *     are, and cannot be called
 * @param authorities PEM file of certificates that we believe; empty for those of the system. A
 *     server whose certificate is not theirs, or is for another name, is not spoken to
 * @param demandsCertificate callers need a certificate of these authorities, too (mutual TLS)
 */
public record TlsConfig(
        int port,
        Optional<Identity> identity,
        Optional<Path> authorities,
        boolean demandsCertificate) {

    /**
     * Who we are.
     *
     * @param certificate PEM: ours first, then those that lead to its root
     * @param key PEM, PKCS #8 ({@code BEGIN PRIVATE KEY}): RSA, EC or Ed25519
     */
    public record Identity(Path certificate, Path key) {}

    public TlsConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("sip.tls.port must be 0 to 65535: " + port);
        }
    }
}
