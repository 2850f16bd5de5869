package org.offhook.media.dtls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.offhook.media.srtp.Fingerprint;

/**
 * Who we are in handshakes: a certificate that we signed ourselves, made anew by each process, and
 * vouched for by nothing but its fingerprint in SDP. Immutable; any thread.
 */
public final class DtlsIdentity {
    private static final Duration VALID = Duration.ofDays(3_650);

    /** A peer's clock may be behind ours. */
    private static final Duration SINCE = Duration.ofDays(2);

    private static final SignatureAndHashAlgorithm SIGNED_BY =
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter key;
    private final Certificate chain;
    private final Fingerprint fingerprint;

    private DtlsIdentity(BcTlsCrypto crypto, AsymmetricKeyParameter key, byte[] certificate)
            throws IOException {
        this.crypto = crypto;
        this.key = key;
        this.chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate)});
        this.fingerprint = Fingerprint.of(certificate);
    }

    /** A new one on the curve P-256. Takes some milliseconds, and many more the first time. */
    public static DtlsIdentity create(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=offhook");
            Instant now = Instant.now();
            byte[] certificate =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(63, random).add(BigInteger.ONE),
                                    Date.from(now.minus(SINCE)),
                                    Date.from(now.plus(VALID)),
                                    name,
                                    pair.getPublic())
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate()))
                            .getEncoded();
            var crypto = new BcTlsCrypto(random);
            var key = PrivateKeyFactory.createKey(pair.getPrivate().getEncoded());
            return new DtlsIdentity(crypto, key, certificate);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (GeneralSecurityException | OperatorCreationException missing) {
            throw new IllegalStateException("every JDK signs on P-256", missing);
        }
    }

    /** For {@code a=fingerprint}. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, key, chain, SIGNED_BY);
    }
}
