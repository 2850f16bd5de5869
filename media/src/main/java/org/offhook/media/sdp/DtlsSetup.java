package org.offhook.media.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.offhook.media.SdpException;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Fingerprint;

/**
 * Who begins the handshake of one call, with whom, and whether it is the one that was: {@code
 * a=setup}, {@code a=fingerprint}, {@code a=tls-id} (RFC 8842). Used by one thread at a time.
 */
final class DtlsSetup {
    /** Random bytes of a tls-id: 20 characters, the fewest there may be (RFC 8842 section 4). */
    private static final int ID_BYTES = 15;

    private final Fingerprint ours;
    private final SecureRandom random;
    private String ourId;
    private int lastAssociation;
    private Agreement current;
    private Agreement chosen;

    /** What makes an association another one. */
    private record Agreement(DtlsTerms terms, String theirId) {}

    /**
     * @param ours null where DTLS is not spoken
     */
    DtlsSetup(Fingerprint ours, SecureRandom random) {
        this.ours = ours;
        this.random = random;
        this.ourId = newId();
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What an offer gets; empty where nothing in it says whom to expect. */
    Optional<Encryption.Choice> choose(SessionDescription.Media media) throws SdpException {
        SessionDescription.Dtls theirs = media.extras().dtls();
        List<Fingerprint> fingerprints = strongest(theirs);
        if (fingerprints.isEmpty()) {
            return Optional.empty();
        }
        boolean active =
                switch (theirs.setup()) {
                    // The roles stay while the association does (RFC 8842 section 5.3).
                    case "actpass" -> current == null || current.terms().active();
                    case "passive" -> true;
                    case "active", "" -> false;
                    default -> throw Encryption.refuse("a=setup:" + shorten(theirs.setup()));
                };
        DtlsTerms terms = terms(active, fingerprints, theirs.tlsId());
        if (theirs.setup().equals("actpass") && isNew(terms) && !active) {
            terms = terms(true, fingerprints, theirs.tlsId());
        }
        if (isNew(terms) && current != null) {
            ourId = newId();
        }
        List<String> lines = new ArrayList<>(lines(terms.active() ? "active" : "passive"));
        if (!theirs.tlsId().isEmpty()) {
            lines.add("a=tls-id:" + ourId);
        }
        return Optional.of(new Encryption.Choice(lines, terms));
    }

    private boolean isNew(DtlsTerms terms) {
        return current == null || !terms.equals(current.terms());
    }

    private DtlsTerms terms(boolean active, List<Fingerprint> fingerprints, String theirId) {
        int association = lastAssociation + 1;
        if (current != null) {
            DtlsTerms before = current.terms();
            boolean same =
                    before.active() == active
                            && before.fingerprints().equals(fingerprints)
                            && current.theirId().equals(theirId);
            association = same ? before.association() : association;
        }
        var terms = new DtlsTerms(active, fingerprints, association);
        chosen = new Agreement(terms, theirId);
        return terms;
    }

    /**
     * All of the strongest hash function that there is: a certificate has one of them (RFC 8122).
     */
    private static List<Fingerprint> strongest(SessionDescription.Dtls theirs) {
        List<Fingerprint> usable =
                theirs.fingerprints().stream()
                        .map(Fingerprint::parse)
                        .flatMap(Optional::stream)
                        .toList();
        int longest = usable.stream().mapToInt(Fingerprint::length).max().orElse(0);
        return usable.stream().filter(print -> print.length() == longest).toList();
    }

    /** This was agreed on. */
    void keep(DtlsTerms terms) {
        if (chosen != null && chosen.terms().equals(terms)) {
            current = chosen;
        }
        lastAssociation = Math.max(lastAssociation, terms.association());
    }

    /** The lines of our offer: the peer shall choose who begins. */
    List<String> offer() {
        List<String> lines = new ArrayList<>(lines("actpass"));
        lines.add("a=tls-id:" + ourId);
        return lines;
    }

    private List<String> lines(String setup) {
        return List.of("a=setup:" + setup, "a=fingerprint:" + ours);
    }

    /** Reads the answer to {@link #offer}; empty where it takes nothing of it. */
    Optional<DtlsTerms> accept(SessionDescription.Media media) throws SdpException {
        SessionDescription.Dtls theirs = media.extras().dtls();
        List<Fingerprint> fingerprints = strongest(theirs);
        if (fingerprints.isEmpty()) {
            return Optional.empty();
        }
        boolean active =
                switch (theirs.setup()) {
                    case "active" -> false;
                    case "passive", "" -> true;
                    default -> throw Encryption.refuse("a=setup:" + shorten(theirs.setup()));
                };
        return Optional.of(terms(active, fingerprints, theirs.tlsId()));
    }

    private static String shorten(String text) {
        String word = text.matches("[a-z]{1,12}") ? text : "?";
        return word + " cannot be met";
    }
}
