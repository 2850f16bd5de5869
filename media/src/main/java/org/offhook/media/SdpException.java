package org.offhook.media;

/** The peer's SDP cannot be used. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status the SIP status that says so: 400 for malformed SDP, 488 where there is no
     *     common codec or no audio
     */
    public SdpException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The SIP status to answer with. */
    public int status() {
        return status;
    }
}
