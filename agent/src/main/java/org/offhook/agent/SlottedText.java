package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import org.offhook.cache.Slots;

/**
 * Cuts what an answer says into what is prepared and what is spoken when it is said. The cuts are
 * where a voice pauses, so that the melody of a clause with a slot is the voice's own; only what
 * would keep the caller waiting is cut at the slot itself. Pure.
 */
public final class SlottedText {
    /** A voice takes as long to speak a longer one as a caller waits. */
    private static final int LONGEST_CLAUSE = 90;

    private SlottedText() {}

    /** A piece of an answer, in its order. */
    public sealed interface Part {
        String text();

        /** The same in every call. */
        record Fixed(String text) implements Part {}

        /**
         * @param text with slots
         */
        record Live(String text) implements Part {}
    }

    /** The parts of what is said; one fixed part where it has no slots. */
    public static List<Part> parts(String say) {
        if (Slots.in(say).isEmpty()) {
            return List.of(new Part.Fixed(say));
        }
        var parts = new ArrayList<Part>();
        for (String clause : clauses(say)) {
            if (Slots.in(clause).isEmpty()) {
                addFixed(parts, clause);
            } else {
                addLive(parts, clause);
            }
        }
        return List.copyOf(parts);
    }

    private static List<String> clauses(String say) {
        var clauses = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < say.length(); i++) {
            int end = Math.max(Boundary.sentence(say, i, true), Boundary.clause(say, i));
            if (end > from) {
                clauses.add(say.substring(from, end).strip());
                from = end;
                i = end - 1;
            }
        }
        if (!say.substring(from).isBlank()) {
            clauses.add(say.substring(from).strip());
        }
        return clauses;
    }

    private static void addLive(List<Part> parts, String clause) {
        boolean isLong = clause.length() > LONGEST_CLAUSE;
        int from = clause.indexOf('{');
        int to = clause.lastIndexOf('}') + 1;
        // Something prepared must come first, or the caller waits for the voice.
        boolean cutBefore = hasWords(clause.substring(0, from)) && (isLong || parts.isEmpty());
        boolean cutAfter = hasWords(clause.substring(to)) && isLong;
        if (cutBefore) {
            addFixed(parts, clause.substring(0, from));
        }
        parts.add(
                new Part.Live(
                        clause.substring(cutBefore ? from : 0, cutAfter ? to : clause.length())
                                .strip()));
        if (cutAfter) {
            addFixed(parts, clause.substring(to));
        }
    }

    private static void addFixed(List<Part> parts, String text) {
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Fixed(String before)) {
            parts.set(parts.size() - 1, new Part.Fixed(before + " " + text.strip()));
        } else if (hasWords(text)) {
            parts.add(new Part.Fixed(text.strip()));
        }
    }

    private static boolean hasWords(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }
}
