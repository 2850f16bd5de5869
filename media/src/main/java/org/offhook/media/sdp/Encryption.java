package org.offhook.media.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.offhook.media.KeyPolicy;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Fingerprint;
import org.offhook.media.srtp.Keying;
import org.offhook.media.srtp.SrtpKeys;

/**
 * Whether and how one call is encrypted: what configuration allows of what both descriptions say.
 * Used by one thread at a time.
 */
final class Encryption {
    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final SrtpPolicy policy;
    private final boolean speaksSdes;
    private final boolean speaksDtls;
    private final Sdes sdes;
    private final DtlsSetup dtls;

    /**
     * @param ours of our certificate; null where DTLS is not spoken
     */
    Encryption(MediaConfig config, SecureRandom random, Fingerprint ours) {
        this.policy = config.srtp();
        this.speaksSdes = config.keys() != KeyPolicy.DTLS;
        this.speaksDtls = config.keys() != KeyPolicy.SDES && ours != null;
        this.sdes = new Sdes(random);
        this.dtls = new DtlsSetup(ours, random);
    }

    /** What an answer says, in whole lines, and means; none and null where plain. */
    record Choice(List<String> attributes, Keying keys) {
        static final Choice PLAIN = new Choice(List.of(), null);
    }

    /** What an offer gets. Nothing is kept before {@link #keep}. */
    Choice choose(SessionDescription.Media media) throws SdpException {
        boolean must = media.isSecureRtp();
        if (!must && !media.isPlainRtp()) {
            throw refuse(media.protocol() + " is not spoken here, only RTP, plain or encrypted");
        }
        if (policy == SrtpPolicy.REFUSE) {
            if (must) {
                throw refuse(media.protocol() + " is refused: media.srtp is refuse");
            }
            return Choice.PLAIN;
        }
        // Keys in SDP are read by whoever carries it; those of a handshake by nobody.
        Optional<Choice> choice = speaksDtls ? dtls.choose(media) : Optional.empty();
        if (choice.isEmpty() && speaksSdes && !media.isByHandshake()) {
            choice = sdes.choose(media);
        }
        if (choice.isPresent()) {
            return choice.get();
        }
        if (must) {
            throw refuse("no " + wanted(media) + " of " + media.protocol() + " can be used here");
        }
        if (policy == SrtpPolicy.REQUIRE) {
            throw refuse("plain audio is refused: media.srtp is require");
        }
        return Choice.PLAIN;
    }

    private static String wanted(SessionDescription.Media media) {
        return media.isByHandshake() ? "a=fingerprint" : "a=crypto";
    }

    /** This was agreed on; null for plain. */
    void keep(Keying keys) {
        sdes.keep(keys instanceof SrtpKeys known ? known : null);
        if (keys instanceof DtlsTerms terms) {
            dtls.keep(terms);
        }
    }

    /** The profile of our offers. */
    String offeredProtocol() {
        if (policy != SrtpPolicy.REQUIRE) {
            return "RTP/AVP";
        }
        return speaksSdes ? "RTP/SAVP" : "UDP/TLS/RTP/SAVP";
    }

    /** The lines of our offer about encryption: none where we offer none. */
    List<String> offer() {
        List<String> lines = new ArrayList<>();
        if (offersSdes()) {
            lines.addAll(sdes.offer());
        }
        if (offersDtls()) {
            lines.addAll(dtls.offer());
        }
        return lines;
    }

    private boolean offers() {
        return policy == SrtpPolicy.OFFER || policy == SrtpPolicy.REQUIRE;
    }

    private boolean offersSdes() {
        return offers() && speaksSdes;
    }

    /**
     * One offer has its keys from one place: in SDP where both are spoken. Asterisk, FreeSWITCH and
     * baresip refuse audio that has a fingerprint beside it and is not of a profile of DTLS.
     */
    private boolean offersDtls() {
        return offers() && speaksDtls && !speaksSdes;
    }

    /** Reads the answer to {@link #offer}; null for plain. */
    Keying accept(SessionDescription.Media media) throws SdpException {
        boolean must = policy == SrtpPolicy.REQUIRE;
        if (media.isSecureRtp() != must || !must && !media.isPlainRtp()) {
            String offered = offeredProtocol();
            throw refuse("answered with " + media.protocol() + "; " + offered + " was offered");
        }
        if (offersDtls()) {
            Optional<DtlsTerms> terms = dtls.accept(media);
            if (terms.isPresent()) {
                return terms.get();
            }
        }
        Optional<SrtpKeys> keys = offersSdes() ? sdes.accept(media) : Optional.empty();
        if (keys.isEmpty() && must) {
            throw refuse("the answer takes none of the keys that were offered");
        }
        return keys.orElse(null);
    }

    static SdpException refuse(String message) {
        return new SdpException(NOT_ACCEPTABLE_HERE, message);
    }
}
