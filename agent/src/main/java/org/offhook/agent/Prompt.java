package org.offhook.agent;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

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
            "Thank you, your message is recorded. Is there anything else I can do for you?"),
    TRANSFER_BUSY(
            "transfer-busy",
            "I'm sorry, the line is busy. Is there anything else I can do for you?"),
    TRANSFER_NO_ANSWER(
            "transfer-no-answer",
            "I'm sorry, nobody is answering there. Is there anything else I can do for you?"),
    TRANSFER_DECLINED(
            "transfer-declined",
            "I'm sorry, they can't take your call just now. Is there anything else I can do for"
                    + " you?"),
    TRANSFER_FAILED(
            "transfer-failed",
            "I'm sorry, I could not put you through. Is there anything else I can do for you?");

    /** Said to a caller who comes back. */
    public static final Set<Prompt> AFTER_TRANSFER =
            Collections.unmodifiableSet(EnumSet.range(TRANSFER_BUSY, TRANSFER_FAILED));

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

    /** Why nobody took the caller, by the SIP status of the transfer. */
    static Prompt afterTransfer(int status) {
        return switch (status) {
            case 486, 600 -> TRANSFER_BUSY;
            case 408, 480, 487 -> TRANSFER_NO_ANSWER;
            case 603, 607 -> TRANSFER_DECLINED;
            default -> TRANSFER_FAILED;
        };
    }

    /** What is said where a bank has no words for it, and is not English; its own else. */
    Prompt standIn() {
        return AFTER_TRANSFER.contains(this) ? APOLOGY : this;
    }

    /** Its key under {@code prompts} in an answer bank. */
    public String key() {
        return key;
    }
}
