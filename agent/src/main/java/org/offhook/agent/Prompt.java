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
    ONE_MOMENT("one-moment"),
    STILL_WORKING("still-working", "I'm still on it. Just a moment, please."),
    MESSAGE_TAKEN(
            "message-taken",
            "Thank you, your message is recorded. Is there anything else I can do for you?");

    private final String key;
    private final String usual;

    Prompt(String key) {
        this(key, "");
    }

    Prompt(String key, String usual) {
        this.key = key;
        this.usual = usual;
    }

    /** What is said in English where a bank has no words for it; empty where a bank must. */
    public String usual() {
        return usual;
    }

    /** Its key under {@code prompts} in an answer bank. */
    public String key() {
        return key;
    }
}
