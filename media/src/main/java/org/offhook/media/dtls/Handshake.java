package org.offhook.media.dtls;

import java.io.IOException;
import java.time.Duration;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Fingerprint;
import org.offhook.media.srtp.SrtpKeys;

/** One end of a handshake: what both ends do alike. Blocks its thread. */
interface Handshake {
    /** The first repetition comes after this, the next after twice as much (RFC 6347 4.2.4). */
    int REPEAT_MILLIS = 200;

    /**
     * Runs it.
     *
     * @throws IOException where the peer fails, is not whom SDP announced, or is silent
     */
    DTLSTransport run(DatagramTransport transport) throws IOException;

    /** After {@link #run}. */
    SrtpKeys keys();

    static Handshake of(DtlsIdentity identity, DtlsTerms terms, Duration patience) {
        return terms.active()
                ? new ActiveSide(identity, terms, patience)
                : new PassiveSide(identity, terms, patience);
    }

    /** The certificate that was shown must be the one that SDP announced. */
    static void verify(DtlsTerms terms, Certificate shown) throws IOException {
        if (shown == null || shown.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "no certificate was shown");
        }
        byte[] certificate = shown.getCertificateAt(0).getEncoded();
        for (Fingerprint announced : terms.fingerprints()) {
            if (announced.isOf(certificate)) {
                return;
            }
        }
        throw new TlsFatalAlert(
                AlertDescription.bad_certificate,
                "the certificate is not the one whose fingerprint is in the SDP");
    }
}
