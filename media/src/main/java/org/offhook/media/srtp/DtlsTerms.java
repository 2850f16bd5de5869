package org.offhook.media.srtp;

import java.util.List;

/**
 * What offer and answer agreed on for keys that a DTLS handshake makes (RFC 5763). Equal terms are
 * one association, which a repeated description leaves as it is.
 *
 * @param active that we begin the handshake: {@code a=setup}
 * @param fingerprints the peer's certificate must have one of these; all of one hash function
 * @param association counts the associations of one call; a new one is a new handshake
 */
public record DtlsTerms(boolean active, List<Fingerprint> fingerprints, int association)
        implements Keying {
    public DtlsTerms {
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("a peer without a fingerprint is anybody");
        }
        fingerprints = List.copyOf(fingerprints);
    }
}
