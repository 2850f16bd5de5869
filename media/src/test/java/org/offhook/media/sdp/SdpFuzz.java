package org.offhook.media.sdp;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;
import org.offhook.media.srtp.Fingerprint;

/**
 * Any bytes as an offer to us and as the answer to ours. Whatever is thrown but SdpException is a
 * finding, and so is an answer of ours that cannot be read. For Jazzer ({@code tests/bench/fuzz})
 * and {@link SdpFuzzTest}; any thread.
 */
public final class SdpFuzz {
    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 20_000);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Fingerprint OURS = Fingerprint.of(new byte[1]);

    private SdpFuzz() {}

    /** The entry point that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] sdp) throws SdpException {
        byte[] ours = {};
        try {
            ours = side().answer(sdp).sdp();
        } catch (SdpException refused) {
            // as it should be
        }
        if (ours.length > 0) {
            SdpParser.parse(ours);
        }
        OfferAnswer caller = side();
        caller.offer();
        try {
            caller.accept(sdp);
        } catch (SdpException refused) {
            // as it should be
        }
    }

    private static OfferAnswer side() {
        return new OfferAnswer(HERE, MediaConfig.defaults(), RANDOM, 1, OURS);
    }
}
