package org.offhook.server.dial;

/** How a test call ended. */
public sealed interface DialOutcome {
    /** It was answered and ended. */
    record Held(DialReport report) implements DialOutcome {}

    /**
     * It was not answered, or could not be held.
     *
     * @param status the final SIP status; 0 where none came
     */
    record Failed(int status, String reason) implements DialOutcome {}
}
