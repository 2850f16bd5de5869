package org.offhook.agent;

/**
 * Remembers that the caller's audio has stopped. The agent asks about it once for each time it
 * stops, when it has finished what it is saying; after that it does not talk to a dead line. Pure.
 * Used by the call's thread only.
 */
final class QuietLine {
    private boolean isQuiet;
    private boolean isUnsaid;

    /** False for a silence prompt that would be said to nobody. */
    boolean admits(TurnEvent event, TurnState state) {
        if (event instanceof TurnEvent.RtpQuiet(boolean quiet)) {
            isQuiet = quiet;
            isUnsaid = quiet;
        }
        boolean isPrompt = event instanceof TurnEvent.Woke && state instanceof TurnState.Listening;
        return !(isQuiet && isPrompt);
    }

    /** Whether to ask now; then it has been asked. */
    boolean isToBeSaid(TurnState state) {
        boolean now = isUnsaid && state instanceof TurnState.Listening;
        isUnsaid &= !now;
        return now;
    }
}
