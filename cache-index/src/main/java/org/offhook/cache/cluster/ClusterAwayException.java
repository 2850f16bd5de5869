package org.offhook.cache.cluster;

import java.io.IOException;

/** No node answers now, or what is asked for cannot be done before more of them do. Try later. */
public final class ClusterAwayException extends IOException {
    private static final long serialVersionUID = 1;

    ClusterAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    ClusterAwayException(String message) {
        super(message);
    }
}
