package org.offhook.sip;

/**
 * Why a call ended.
 *
 * @param by who ended it
 * @param status final SIP status where a call we placed was refused, else 0
 * @param reason text for the log: the peer's Reason header (RFC 3326) or our own word
 */
public record CallEnd(By by, int status, String reason) {
    /** Who ended a call. */
    public enum By {
        US,
        PEER,
        /** No ACK, no response, transport failure. */
        NETWORK
    }
}
