package org.offhook.media.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.offhook.media.SdpException;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpSuite;

/**
 * Keys of one call in its descriptions (RFC 4568). A peer that changes its key gets a new one of
 * ours; one that repeats it gets ours repeated, so that the streams go on as they are. Used by one
 * thread at a time.
 */
final class Sdes {
    private static final int NOT_ACCEPTABLE_HERE = 488;
    private static final String INLINE = "inline:";

    private final SrtpPolicy policy;
    private final SecureRandom random;
    private final Map<Integer, SrtpKey> offered = new HashMap<>();
    private SrtpKeys current;

    Sdes(SrtpPolicy policy, SecureRandom random) {
        this.policy = policy;
        this.random = random;
    }

    /** One {@code a=crypto} line that can be used. */
    private record Crypto(int tag, SrtpKey key) {}

    /** What an answer says and means; {@code attribute} is empty and keys are null where plain. */
    record Choice(String attribute, SrtpKeys keys) {
        static final Choice PLAIN = new Choice("", null);
    }

    /** What an offer gets. Nothing is kept before {@link #keep}. */
    Choice choose(SessionDescription.Media media) throws SdpException {
        boolean must = media.isSecureRtp();
        if (!must && !media.isPlainRtp()) {
            throw refuse(media.protocol() + " is not spoken here, only RTP/AVP and RTP/SAVP");
        }
        if (policy == SrtpPolicy.REFUSE) {
            if (must) {
                throw refuse(media.protocol() + " is refused: media.srtp is refuse");
            }
            return Choice.PLAIN;
        }
        for (String line : media.extras().crypto()) {
            Crypto usable = read(line);
            if (usable != null) {
                return choice(usable);
            }
        }
        if (must) {
            throw refuse("no a=crypto of " + media.protocol() + " is of a suite spoken here");
        }
        if (policy == SrtpPolicy.REQUIRE) {
            throw refuse("plain audio is refused: media.srtp is require");
        }
        return Choice.PLAIN;
    }

    private Choice choice(Crypto theirs) {
        boolean same = current != null && current.theirs().equals(theirs.key());
        SrtpKey ours = same ? current.ours() : SrtpKey.random(theirs.key().suite(), random);
        return new Choice(attribute(theirs.tag(), ours), new SrtpKeys(ours, theirs.key()));
    }

    /** This was agreed on. */
    void keep(SrtpKeys keys) {
        current = keys;
    }

    /** The profile of our offers. */
    String offeredProtocol() {
        return policy == SrtpPolicy.REQUIRE ? "RTP/SAVP" : "RTP/AVP";
    }

    /** The {@code a=crypto} lines of our offer: none where we offer none. */
    List<String> offer() {
        offered.clear();
        List<String> lines = new ArrayList<>();
        boolean offers = policy == SrtpPolicy.OFFER || policy == SrtpPolicy.REQUIRE;
        for (SrtpSuite suite : SrtpSuite.values()) {
            if (offers) {
                boolean same = current != null && current.ours().suite() == suite;
                int tag = offered.size() + 1;
                offered.put(tag, same ? current.ours() : SrtpKey.random(suite, random));
                lines.add(attribute(tag, offered.get(tag)));
            }
        }
        return lines;
    }

    /** Reads the answer to {@link #offer}; null for plain. */
    SrtpKeys accept(SessionDescription.Media media) throws SdpException {
        boolean secure = media.isSecureRtp();
        boolean must = policy == SrtpPolicy.REQUIRE;
        if (secure != must || !secure && !media.isPlainRtp()) {
            throw refuse(
                    "answered with "
                            + media.protocol()
                            + "; "
                            + offeredProtocol()
                            + " was offered");
        }
        for (String line : media.extras().crypto()) {
            Crypto theirs = read(line);
            SrtpKey ours = theirs == null ? null : offered.get(theirs.tag());
            if (ours != null && ours.suite() == theirs.key().suite()) {
                return new SrtpKeys(ours, theirs.key());
            }
        }
        if (must) {
            throw refuse("no a=crypto in the answer that was offered");
        }
        return null;
    }

    private static String attribute(int tag, SrtpKey key) {
        String text = Base64.getEncoder().encodeToString(key.bytes());
        return "a=crypto:" + tag + " " + key.suite() + " " + INLINE + text;
    }

    /**
     * "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^31". Null for what we do not do: other suites,
     * several keys or a key's name (MKI), and parameters that would weaken the stream or change it.
     * A lifetime may stand there: no call lasts so long.
     */
    private static Crypto read(String line) {
        String[] parts = line.split("\\s+");
        if (parts.length < 3 || !parts[0].matches("[0-9]{1,9}")) {
            return null;
        }
        for (int i = 3; i < parts.length; i++) {
            boolean harmless = parts[i].startsWith("-") || parts[i].startsWith("WSH=");
            if (!harmless && !parts[i].equals("KDR=0")) {
                return null;
            }
        }
        SrtpKey key = key(parts[1], parts[2]);
        return key == null ? null : new Crypto(Integer.parseInt(parts[0]), key);
    }

    private static SrtpKey key(String suiteName, String parameter) {
        String[] pieces = parameter.split("\\|");
        boolean named = pieces.length > 1 && pieces[pieces.length - 1].contains(":");
        if (!parameter.startsWith(INLINE) || parameter.contains(";") || named) {
            return null;
        }
        for (SrtpSuite suite : SrtpSuite.values()) {
            if (suite.name().equals(suiteName)) {
                return key(suite, pieces[0].substring(INLINE.length()));
            }
        }
        return null;
    }

    private static SrtpKey key(SrtpSuite suite, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == SrtpKey.BYTES ? new SrtpKey(suite, bytes) : null;
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    private static SdpException refuse(String message) {
        return new SdpException(NOT_ACCEPTABLE_HERE, message);
    }
}
