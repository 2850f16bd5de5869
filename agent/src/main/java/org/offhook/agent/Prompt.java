package org.offhook.agent;

/** What an agent says besides answers. */
public enum Prompt {
    GREETING("greeting"),
    UNCLEAR("unclear"),
    NO_ANSWER("no-answer"),
    APOLOGY("apology"),
    STILL_THERE("still-there"),
    STILL_THERE_AGAIN("still-there-2"),
    GOODBYE("goodbye"),
    TOO_LONG("too-long"),
    ONE_MOMENT("one-moment");

    private final String key;

    Prompt(String key) {
        this.key = key;
    }

    /** Its key under {@code prompts} in an answer bank. */
    public String key() {
        return key;
    }
}
