package org.offhook.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whom an agent may pass its callers on to, and how: whoever is not here is not called, whatever an
 * answer or a model says. Immutable but for what the bank's file says at the moment.
 *
 * @param known by SIP URI
 * @param ofBank SIP URIs that the answers of the agent's bank lead to now; passed on blind. Asked
 *     from any thread
 * @param patterns SIP URIs with {@code *} for any characters; passed on blind
 * @param voice tells the person who calls, if anybody does
 */
public record TransferTargets(
        Map<String, Manner> known,
        Supplier<Set<String>> ofBank,
        List<String> patterns,
        Optional<Voice> voice) {
    /** Nobody. */
    public static final TransferTargets NONE =
            new TransferTargets(Map.of(), Set::of, List.of(), Optional.empty());

    public TransferTargets {
        known = Map.copyOf(known);
        patterns = List.copyOf(patterns);
    }

    /** How a caller is passed on. */
    public sealed interface Manner {
        /** The peer is asked to call instead of us, and tells what came of it. */
        record Blind() implements Manner {}

        /**
         * The person is called first, and told; the caller is passed on when they are there.
         *
         * @param ring so long
         * @param whisper told to the person first, with {@code {caller}} for the number and {@code
         *     {summary}} for what it is about; empty for nothing
         * @param confirm whether the person takes the call by pressing 1
         */
        record Attended(Duration ring, String whisper, boolean confirm) implements Manner {}
    }

    /** How that target is reached; empty where it must not be. */
    public Optional<Manner> find(String uri) {
        Manner exact = known.get(uri);
        if (exact != null) {
            return Optional.of(exact);
        }
        return ofBank.get().contains(uri)
                        || patterns.stream().anyMatch(pattern -> matches(pattern, uri))
                ? Optional.of(new Manner.Blind())
                : Optional.empty();
    }

    /** Whether any person is told what it is about. */
    boolean isWhispered() {
        return known.values().stream()
                .anyMatch(manner ->
                        manner instanceof Manner.Attended(var _, String whisper, var _)
                                && whisper.contains("{summary}"));
    }

    /** No {@code *} reaches over the host: of {@code sip:*@pbx} the user part is free. */
    public static boolean matches(String pattern, String uri) {
        StringBuilder regex = new StringBuilder();
        for (String literal : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : "[^@;?]*")
                    .append(java.util.regex.Pattern.quote(literal));
        }
        return uri.matches(regex.toString());
    }
}
