package org.offhook.agent.local;

/** Finds where a greedy decoder has begun to say the same for ever, as they do on noise. Pure. */
final class Repetition {
    private static final int LONGEST_PERIOD = 12;
    private static final int LEAST_ROUNDS = 4;

    /** "Zero zero zero zero" is a number, not a loop. */
    private static final int LEAST_TOKENS = 12;

    private Repetition() {}

    /** How many tokens at the end repeat those before them; 0 when it is no loop yet. */
    static int excess(int[] tokens, int length) {
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int rounds = Math.max(LEAST_ROUNDS, Math.ceilDiv(LEAST_TOKENS, period));
            int looped = rounds * period;
            if (looped <= length && repeats(tokens, length, looped, period)) {
                return looped - period;
            }
        }
        return 0;
    }

    private static boolean repeats(int[] tokens, int length, int looped, int period) {
        for (int i = length - looped; i < length - period; i++) {
            if (tokens[i] != tokens[i + period]) {
                return false;
            }
        }
        return true;
    }
}
