package org.offhook.sip.machine;

import java.util.List;
import java.util.Locale;

/**
 * Knows the tools that search the network for telephones to abuse, by the name they give themselves
 * unless their user changed it.
 */
public final class Scanners {
    private static final List<String> NAMES =
            List.of(
                    "friendly-scanner",
                    "friendly-request",
                    "sipvicious",
                    "sundayddr",
                    "sipcli",
                    "sip-scan",
                    "sipscan",
                    "sivus",
                    "iwar",
                    "pplsip",
                    "vaxsipuseragent",
                    "gulp",
                    "smap");

    private Scanners() {}

    /**
     * @param userAgent value of the User-Agent header, empty for none
     */
    public static boolean isOne(String userAgent) {
        String name = userAgent.toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(name::contains);
    }
}
