package org.offhook.media.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpSuite;

/**
 * Keys of one call in its descriptions (RFC 4568). A peer that changes its key gets a new one of
 * ours; one that repeats it gets ours repeated, so that the streams go on as they are. Used by one
 * thread at a time.
 */
final class Sdes {
    private static final String INLINE = "inline:";

    private final SecureRandom random;
    private final Map<Integer, SrtpKey> offered = new HashMap<>();
    private SrtpKeys current;

    Sdes(SecureRandom random) {
        this.random = random;
    }

    /** One {@code a=crypto} line that can be used. */
    private record Crypto(int tag, SrtpKey key) {}

    /**
     * What an offer gets; empty where no line of it can be used. Nothing is kept before {@link
     * #keep}.
     */
    Optional<Encryption.Choice> choose(SessionDescription.Media media) {
        for (String line : media.extras().crypto()) {
            Crypto usable = read(line);
            if (usable != null) {
                return Optional.of(choice(usable));
            }
        }
        return Optional.empty();
    }

    private Encryption.Choice choice(Crypto theirs) {
        boolean same = current != null && current.theirs().equals(theirs.key());
        SrtpKey ours = same ? current.ours() : SrtpKey.random(theirs.key().suite(), random);
        var keys = new SrtpKeys(ours, theirs.key());
        return new Encryption.Choice(List.of(attribute(theirs.tag(), ours)), keys);
    }

    /** This was agreed on; null for none. */
    void keep(SrtpKeys keys) {
        current = keys;
    }

    /** The {@code a=crypto} lines of our offer. */
    List<String> offer() {
        offered.clear();
        List<String> lines = new ArrayList<>();
        for (SrtpSuite suite : SrtpSuite.values()) {
            boolean same = current != null && current.ours().suite() == suite;
            int tag = offered.size() + 1;
            offered.put(tag, same ? current.ours() : SrtpKey.random(suite, random));
            lines.add(attribute(tag, offered.get(tag)));
        }
        return lines;
    }

    /** Reads the answer to {@link #offer}; empty where it takes none of it. */
    Optional<SrtpKeys> accept(SessionDescription.Media media) {
        for (String line : media.extras().crypto()) {
            Crypto theirs = read(line);
            SrtpKey ours = theirs == null ? null : offered.get(theirs.tag());
            if (ours != null && ours.suite() == theirs.key().suite()) {
                return Optional.of(new SrtpKeys(ours, theirs.key()));
            }
        }
        return Optional.empty();
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
}
