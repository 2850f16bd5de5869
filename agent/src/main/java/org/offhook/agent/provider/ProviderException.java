package org.offhook.agent.provider;

import java.io.IOException;

/** A provider's failure whose message already names the provider and is safe to log. */
final class ProviderException extends IOException {
    private static final long serialVersionUID = 1;

    ProviderException(String message) {
        super(message);
    }

    ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
