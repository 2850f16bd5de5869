package org.offhook.sip.machine;

import java.util.Locale;
import java.util.Optional;

/**
 * A session timer as the called side agrees to it (RFC 4028 §9).
 *
 * @param seconds session interval
 * @param ours true where we have to refresh, else the peer does
 */
public record SessionTimer(int seconds, boolean ours) {
    /** Smallest interval anyone may ask for (RFC 4028 §4). */
    public static final int MIN_SECONDS = 90;

    /** What to do with the Session-Expires of a request. */
    public sealed interface Verdict {
        /** No timer in this session. */
        record None() implements Verdict {}

        /** Refuse with 422 and {@code Min-SE}. */
        record TooSmall() implements Verdict {}

        /** Put this into the 200, with {@code Require: timer}. */
        record Agreed(SessionTimer timer) implements Verdict {}
    }

    /**
     * @param header value of Session-Expires, empty where there is none
     * @param peerRefreshes the request says {@code Supported: timer} (or Require)
     */
    public static Verdict negotiate(String header, boolean peerRefreshes) {
        String[] parts = header.toLowerCase(Locale.ROOT).split(";");
        int seconds = number(parts[0].strip());
        if (seconds < 0 || !peerRefreshes) {
            return new Verdict.None();
        }
        if (seconds < MIN_SECONDS) {
            return new Verdict.TooSmall();
        }
        boolean ours = false;
        for (String part : parts) {
            ours |= part.replace(" ", "").equals("refresher=uas");
        }
        return new Verdict.Agreed(new SessionTimer(seconds, ours));
    }

    /**
     * What the called side agreed to, from the Session-Expires in its 2xx to our INVITE (§7.2);
     * empty where there is none.
     */
    public static Optional<SessionTimer> agreed(String header) {
        String[] parts = header.toLowerCase(Locale.ROOT).split(";");
        int seconds = number(parts[0].strip());
        boolean theirs = header.toLowerCase(Locale.ROOT).replace(" ", "").contains("refresher=uas");
        return seconds < MIN_SECONDS
                ? Optional.empty()
                : Optional.of(new SessionTimer(seconds, !theirs));
    }

    /** The header's value in a request of ours that refreshes the session. */
    public String asked() {
        return seconds + ";refresher=" + (ours ? "uac" : "uas");
    }

    /** The same with the interval that a 422 asks for (§6). */
    public SessionTimer atLeast(int minSeconds) {
        return new SessionTimer(Math.max(seconds, minSeconds), ours);
    }

    /** From a refresh that was refused: when we try again, before the session is over. */
    public int againAfterSeconds() {
        return Math.min(10, seconds / 6);
    }

    /** The header's value in our 2xx. */
    public String header() {
        return seconds + ";refresher=" + (ours ? "uas" : "uac");
    }

    /** From a 2xx: when we refresh, or else when we give the peer up (RFC 4028 §10). */
    public int actAfterSeconds() {
        return ours ? seconds / 2 : seconds - Math.min(32, seconds / 3);
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }
}
