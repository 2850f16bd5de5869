package org.offhook.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpSuite;

/** The extension {@code use_srtp}, and the keys that come of it (RFC 5764 section 4). */
final class SrtpProfiles {
    private static final String LABEL = "EXTRACTOR-dtls_srtp";
    private static final int KEY = SrtpSuite.KEY_BYTES;
    private static final int SALT = SrtpSuite.SALT_BYTES;

    /** The best first. */
    private static final int[] SPOKEN = {
        SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80,
        SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32
    };

    private SrtpProfiles() {}

    /** Into a hello: all that is spoken. */
    static void offer(Hashtable<Integer, byte[]> extensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(SPOKEN, TlsUtils.EMPTY_BYTES));
    }

    /** Into the answering hello. */
    static void answer(Hashtable<Integer, byte[]> extensions, int profile) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(
                extensions, new UseSRTPData(new int[] {profile}, TlsUtils.EMPTY_BYTES));
    }

    /** The best of those in the peer's hello. */
    static int choose(Hashtable<?, ?> extensions) throws IOException {
        UseSRTPData theirs = TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (theirs != null) {
            for (int profile : SPOKEN) {
                if (Arrays.stream(theirs.getProtectionProfiles()).anyMatch(p -> p == profile)) {
                    return profile;
                }
            }
        }
        throw new TlsFatalAlert(
                AlertDescription.handshake_failure, "no SRTP profile that is spoken here");
    }

    /** Those of the handshake that is complete; the client's come first (section 4.2). */
    static SrtpKeys keys(TlsContext context, int profile) {
        SrtpSuite suite =
                profile == SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80
                        ? SrtpSuite.AES_CM_128_HMAC_SHA1_80
                        : SrtpSuite.AES_CM_128_HMAC_SHA1_32;
        byte[] material = context.exportKeyingMaterial(LABEL, null, 2 * (KEY + SALT));
        var client = new SrtpKey(suite, joined(material, 0, 2 * KEY));
        var server = new SrtpKey(suite, joined(material, KEY, 2 * KEY + SALT));
        return context.isServer() ? new SrtpKeys(server, client) : new SrtpKeys(client, server);
    }

    private static byte[] joined(byte[] material, int keyAt, int saltAt) {
        byte[] both = new byte[KEY + SALT];
        System.arraycopy(material, keyAt, both, 0, KEY);
        System.arraycopy(material, saltAt, both, KEY, SALT);
        return both;
    }
}
