package org.offhook.sip.machine;

import java.util.Locale;
import java.util.Optional;

/**
 * Which dialog an INVITE is to take the place of (RFC 3891 §6.1), as its peer names it. Pure.
 *
 * @param toTag ours, where we are asked
 * @param fromTag of whom we talk to in it
 * @param earlyOnly only where nobody has answered yet
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
    /** Empty where a part that must be there is not. */
    public static Optional<Replaces> parse(String header) {
        String[] parts = header.strip().split("\\s*;\\s*");
        String to = "";
        String from = "";
        boolean early = false;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("\\s*=\\s*", 2);
            switch (pair[0].toLowerCase(Locale.ROOT)) {
                case "to-tag" -> to = pair.length == 2 ? pair[1] : "";
                case "from-tag" -> from = pair.length == 2 ? pair[1] : "";
                case "early-only" -> early = true;
                default -> {
                    // Extensions are to be ignored.
                }
            }
        }
        return parts[0].isEmpty() || to.isEmpty() || from.isEmpty()
                ? Optional.empty()
                : Optional.of(new Replaces(parts[0], to, from, early));
    }
}
