package org.offhook.server.doctor;

/**
 * One check and what it came to.
 *
 * @param name of the check
 * @param what was seen, in plain words
 * @param mend which setting mends it; empty where nothing is wrong
 */
public record Verdict(Grade grade, String name, String what, String mend) {
    /** How bad. */
    public enum Grade {
        PASS,
        /** Works, but not as well as it could. */
        WARN,
        FAIL,
        /** Not come to, or not asked for. */
        SKIPPED
    }

    static Verdict pass(String name, String what) {
        return new Verdict(Grade.PASS, name, what, "");
    }

    static Verdict skipped(String name, String why) {
        return new Verdict(Grade.SKIPPED, name, why, "");
    }

    static Verdict warn(String name, String what, String mend) {
        return new Verdict(Grade.WARN, name, what, mend);
    }

    static Verdict fail(String name, String what, String mend) {
        return new Verdict(Grade.FAIL, name, what, mend);
    }
}
