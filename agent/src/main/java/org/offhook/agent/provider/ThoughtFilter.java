package org.offhook.agent.provider;

/**
 * Takes out the thoughts that a reasoning model writes before its reply, between {@code <think>}
 * and {@code </think>}, where the server leaves them in the text. Pure; one for each reply.
 */
final class ThoughtFilter {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum State {
        UNDECIDED,
        THINKING,
        REPLYING
    }

    private State state = State.UNDECIDED;
    private final StringBuilder held = new StringBuilder();

    /** The part of the reply, perhaps empty, that is certain after this token. */
    String take(String token) {
        return switch (state) {
            case UNDECIDED -> undecided(token);
            case THINKING -> thinking(token);
            case REPLYING -> token;
        };
    }

    /** What was held back at the end of the reply. */
    String flush() {
        String rest = state == State.UNDECIDED ? held.toString() : "";
        held.setLength(0);
        return rest;
    }

    private String undecided(String token) {
        held.append(token);
        String start = held.toString().stripLeading();
        if (start.startsWith(OPEN)) {
            state = State.THINKING;
            held.setLength(0);
            return thinking(start.substring(OPEN.length()));
        }
        if (OPEN.startsWith(start)) {
            return "";
        }
        state = State.REPLYING;
        return flushAll();
    }

    private String thinking(String token) {
        held.append(token);
        int close = held.indexOf(CLOSE);
        if (close < 0) {
            // Only what may be the beginning of the end is worth keeping.
            held.delete(0, Math.max(0, held.length() - CLOSE.length() + 1));
            return "";
        }
        held.delete(0, close + CLOSE.length());
        state = State.UNDECIDED;
        String reply = flushAll().stripLeading();
        return reply.isEmpty() ? "" : undecided(reply);
    }

    private String flushAll() {
        String all = held.toString();
        held.setLength(0);
        return all;
    }
}
