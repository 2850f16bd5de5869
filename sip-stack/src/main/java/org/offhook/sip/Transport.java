package org.offhook.sip;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How SIP messages travel (RFC 3261 §18). */
public enum Transport {
    UDP,
    TCP,
    /** On a port of its own. */
    TLS;

    /** As in a URI's transport parameter, lower case. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for one that we do not speak. */
    public static Optional<Transport> named(String token) {
        return Arrays.stream(values()).filter(one -> one.name().equalsIgnoreCase(token)).findAny();
    }

    /** Where a URI names no port (RFC 3261 §19.1.2). */
    public int usualPort() {
        return this == TLS ? 5061 : 5060;
    }
}
