package org.offhook.sip.jain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys as administrators keep them; failures name the setting and the file.
 * Stateless.
 */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([\\sA-Za-z0-9+/=]+)-----END PRIVATE KEY");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /** At least one. */
    static List<X509Certificate> certificates(String setting, Path file) throws IOException {
        try {
            var in = new ByteArrayInputStream(Files.readAllBytes(file));
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IOException(setting + ": " + file + " holds no certificate");
            }
            return found;
        } catch (CertificateException damaged) {
            throw new IOException(
                    setting + ": " + file + " is no PEM file of certificates", damaged);
        }
    }

    private static byte[] decoded(String name, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException damaged) {
            throw new IOException(
                    name + " must hold a key in Base64: " + damaged.getMessage(), damaged);
        }
    }

    static PrivateKey key(String setting, Path file) throws IOException {
        String name = setting + ": " + file;
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw new IOException(
                    name
                            + " holds no unencrypted PKCS #8 key (BEGIN PRIVATE KEY); openssl pkcs8"
                            + " -topk8 -nodes makes one of others");
        }
        var spec = new PKCS8EncodedKeySpec(decoded(name, key.group(1)));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (GeneralSecurityException anotherKind) {
                continue;
            }
        }
        throw new IOException(name + " holds a key that is neither RSA, EC nor Ed25519");
    }
}
