package org.offhook.server.calls;

/** A call cannot be placed as wanted; the message says why. */
public final class WishException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status as in HTTP
     */
    public WishException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
