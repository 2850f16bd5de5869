package org.offhook.agent.provider;

import java.time.Duration;

/**
 * How long a provider may keep a caller waiting.
 *
 * @param what the thing waited for, as it stands in the error
 * @param piece longest wait for the first piece, and for each one after it
 * @param total longest wait for all pieces together
 */
record Limits(String name, String what, Duration piece, Duration total) {
    /** Longer would be a mistake in the configuration, and must fit into nanoseconds. */
    private static final Duration LONGEST = Duration.ofHours(1);

    static void check(String name, String key, Duration value) {
        Access.require(
                value.isPositive() && value.compareTo(LONGEST) <= 0,
                name + ": " + key + " must be above 0 and at most 1 h: " + value);
    }

    /** Says which limit was reached. */
    ProviderException exceeded(boolean anyPiece, long spentNanos) {
        String reason;
        if (spentNanos >= total.toNanos()) {
            reason = what + " not complete within " + total.toMillis() + " ms";
        } else if (anyPiece) {
            reason = what + " stopped for " + piece.toMillis() + " ms";
        } else {
            reason = "no " + what + " within " + piece.toMillis() + " ms";
        }
        return new ProviderException(name + ": " + reason);
    }
}
