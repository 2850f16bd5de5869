package org.offhook.agent.chain;

import java.util.function.Consumer;

/**
 * The part of a reply that has been passed on, and the seam where another model goes on with it:
 * what that one repeats is left out. Used by one thread.
 */
final class PassedOn {
    private final Consumer<String> tokens;
    private final StringBuilder said = new StringBuilder();

    /** The beginning of a continuation, as long as it may be a repetition; null elsewhere. */
    private StringBuilder held;

    PassedOn(Consumer<String> tokens) {
        this.tokens = tokens;
    }

    void take(String piece) {
        if (held == null) {
            pass(piece);
        } else {
            held.append(piece);
            join(false);
        }
    }

    /** The model is gone; what comes now is another's. */
    void breakOff() {
        end();
        held = new StringBuilder();
    }

    /** Nothing more comes. */
    void end() {
        if (held != null) {
            join(true);
        }
    }

    String text() {
        return said.toString();
    }

    /** Whether the caller can be left with what was said. */
    boolean isWhole() {
        return text().stripTrailing().matches("(?s).*\\S[.!?…][\"'”’)]*");
    }

    private void join(boolean last) {
        String already = text().strip();
        String more = held.toString().stripLeading();
        if (already.startsWith(more) && more.length() < already.length()) {
            if (last) {
                held = null;
            }
            return;
        }
        String fresh = more.startsWith(already) ? more.substring(already.length()) : more;
        held = null;
        if (!fresh.isEmpty()) {
            boolean apart = Character.isLetterOrDigit(fresh.charAt(0)) && !endsWithSpace();
            pass(apart ? " " + fresh : fresh);
        }
    }

    private boolean endsWithSpace() {
        return said.isEmpty() || Character.isWhitespace(said.charAt(said.length() - 1));
    }

    private void pass(String piece) {
        said.append(piece);
        tokens.accept(piece);
    }
}
