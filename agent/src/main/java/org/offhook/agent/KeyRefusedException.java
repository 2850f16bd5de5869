package org.offhook.agent;

import java.io.IOException;

/**
 * A provider does not accept our key: it will not later either. The message never shows the key.
 */
public final class KeyRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public KeyRefusedException(String message) {
        super(message);
    }
}
