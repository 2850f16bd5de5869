package org.offhook.agent;

/** What hearing should know of who has the word. */
enum Attention {
    /** The caller has it, or nobody. */
    TO_CALLER,
    /** The agent has it: what the caller says after a pause is something new. */
    BESIDE_AGENT,
    /** The agent is paused for a sound: words are wanted before the sound's first pause, too. */
    TO_INTERJECTION
}
