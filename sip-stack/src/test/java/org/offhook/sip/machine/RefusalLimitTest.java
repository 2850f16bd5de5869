package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often strangers are told no, in virtual time. */
class RefusalLimitTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8::1");

    private final RefusalLimit limit = new RefusalLimit(2);

    @Test
    void eachSourceHasItsShareOfEachSecond() {
        assertTrue(limit.countOrIgnore(ONE, 0));
        assertTrue(limit.countOrIgnore(ONE, 999));
        assertFalse(limit.countOrIgnore(ONE, 999));
        assertTrue(limit.countOrIgnore(OTHER, 999));
        assertTrue(limit.countOrIgnore(ONE, 1000));
    }

    @Test
    void whoIsForgottenBeginsAgain() {
        limit.countOrIgnore(ONE, 0);
        limit.countOrIgnore(ONE, 0);
        for (int i = 0; i < 4096; i++) {
            byte[] address = {10, 0, (byte) (i >> 8), (byte) i};
            limit.countOrIgnore(address(address), 0);
        }
        assertTrue(limit.countOrIgnore(ONE, 0));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException wrongLength) {
            throw new IllegalArgumentException(wrongLength);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"friendly-scanner", "SIPVicious 0.3", "sipcli/v1.8", "VaxSIPUserAgent/3.1"})
    void scannersAreKnownByName(String userAgent) {
        assertTrue(Scanners.isOne(userAgent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Asterisk PBX 22.1.0", "FreeSWITCH-mod_sofia/1.10", "baresip v3.10"})
    void telephonesAreNot(String userAgent) {
        assertFalse(Scanners.isOne(userAgent));
    }
}
