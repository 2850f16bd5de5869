package org.offhook.agent;

/** What a sound made while the agent had the word turned out to be. */
enum Interjection {
    /** It goes on, and too little of it is known yet. */
    DOUBTFUL,
    /** Noise, a cough, nothing. */
    NOTHING,
    /** The agent's own voice come back. */
    ECHO,
    /** "Mm-hm": go on, I am listening. */
    BACKCHANNEL,
    /** The caller wants the word. */
    WORDS
}
