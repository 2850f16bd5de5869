package org.offhook.sip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that signed itself, as PEM files and as a context. Its few bytes are written here
 * (RFC 5280 §4.1): the JDK can make one only by starting another program.
 */
record Certificates(Path certificate, Path key, X509Certificate own, SSLContext context) {
    private static final char[] NONE = {};
    private static final String ECDSA_SHA256 = "06082A8648CE3D040302";
    private static final String COMMON_NAME = "0603550403";
    private static final String SUBJECT_ALT_NAME = "0603551D11";

    /**
     * @param host the address or name that it is for
     */
    static Certificates make(Path folder, String name, String host) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509Certificate own = selfSigned(name, host, pair);
            Path certificate = folder.resolve(name + ".crt");
            Path key = folder.resolve(name + ".key");
            Files.writeString(certificate, pem("CERTIFICATE", own.getEncoded()));
            Files.writeString(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            KeyStore store = empty();
            store.setKeyEntry("own", pair.getPrivate(), NONE, new X509Certificate[] {own});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NONE);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new Certificates(certificate, key, own, context);
        } catch (GeneralSecurityException everyJdkCan) {
            throw new IOException(everyJdkCan);
        }
    }

    private static X509Certificate selfSigned(String name, String host, KeyPair pair)
            throws GeneralSecurityException, IOException {
        byte[] text = der(0x0C, name.getBytes(StandardCharsets.UTF_8));
        byte[] issuer = sequence(der(0x31, sequence(hex(COMMON_NAME), text)));
        byte[] validity = sequence(time("200101000000Z"), time("491231235959Z"));
        byte[] names = der(0x04, sequence(subject(host)));
        byte[] extensions = der(0xA3, sequence(sequence(hex(SUBJECT_ALT_NAME), names)));
        byte[] serial = BigInteger.valueOf(System.nanoTime()).abs().toByteArray();
        byte[] signed =
                sequence(
                        der(0xA0, hex("020102")),
                        der(0x02, serial),
                        sequence(hex(ECDSA_SHA256)),
                        issuer,
                        validity,
                        issuer,
                        pair.getPublic().getEncoded(),
                        extensions);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        byte[] bits = join(new byte[1], signature.sign());
        byte[] whole = sequence(signed, sequence(hex(ECDSA_SHA256)), der(0x03, bits));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] subject(String host) {
        return host.matches("[0-9.]+")
                ? der(0x87, InetAddress.ofLiteral(host).getAddress())
                : der(0x82, host.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] time(String utc) {
        return der(0x17, utc.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, join(parts));
    }

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] head =
                length < 128
                        ? new byte[] {(byte) tag, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** A client that believes this certificate and has none. */
    SSLContext believer() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("ca", own);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return client;
    }

    /** A stack with this certificate. */
    TlsConfig believing(Certificates other, boolean demands) {
        return new TlsConfig(
                0,
                Optional.of(new TlsConfig.Identity(certificate, key)),
                Optional.of(other.certificate),
                demands);
    }
}
