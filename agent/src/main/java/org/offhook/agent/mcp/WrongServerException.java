package org.offhook.agent.mcp;

import java.io.IOException;

/** A server as it is configured is none, and waiting does not make it one. */
final class WrongServerException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongServerException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
