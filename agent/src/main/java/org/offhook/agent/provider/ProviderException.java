package org.offhook.agent.provider;

import java.io.IOException;
import java.time.Duration;
import org.offhook.agent.RetryHint;

/** A provider's failure whose message already names the provider and is safe to log. */
final class ProviderException extends IOException implements RetryHint {
    private static final long serialVersionUID = 1;

    private final boolean refusesKey;
    private Duration retryAfter = Duration.ZERO;

    ProviderException(String message) {
        this(message, false);
    }

    /**
     * @param refusesKey whether the provider will not accept us later either
     */
    ProviderException(String message, boolean refusesKey) {
        super(message);
        this.refusesKey = refusesKey;
    }

    ProviderException(String message, Throwable cause) {
        super(message, cause);
        refusesKey = false;
    }

    /** The statuses by which HTTP says so (RFC 9110 sections 15.5.2 and 15.5.4). */
    static boolean refusesKey(int status) {
        return status == 401 || status == 403;
    }

    /**
     * @param header as in RFC 9110 section 10.2.3; a date is as good as nothing, as clocks differ
     */
    ProviderException again(String header) {
        if (header.matches("\\d{1,6}")) {
            retryAfter = Duration.ofSeconds(Integer.parseInt(header));
        }
        return this;
    }

    @Override
    public Duration retryAfter() {
        return retryAfter;
    }

    boolean refusesKey() {
        return refusesKey;
    }
}
