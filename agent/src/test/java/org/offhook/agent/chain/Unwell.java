package org.offhook.agent.chain;

import java.io.IOException;
import java.time.Duration;
import org.offhook.agent.RetryHint;

/** The failure of a provider that is not asked again while a test runs, however slow that is. */
final class Unwell extends IOException implements RetryHint {
    private static final long serialVersionUID = 1;

    Unwell() {
        super("HTTP 503");
    }

    @Override
    public Duration retryAfter() {
        return Duration.ofMinutes(5);
    }
}
