package org.offhook.agent;

/** What follows when the agent has finished. */
sealed interface TurnAfter {
    record Listen(int prompts) implements TurnAfter {}

    record HangUp(String reason) implements TurnAfter {}

    /**
     * The caller is passed on.
     *
     * @param summary what it is about, by the model; empty where it said nothing
     */
    record Transfer(String uri, String summary) implements TurnAfter {
        Transfer(String uri) {
            this(uri, "");
        }
    }

    /** The caller speaks a message to be kept. */
    record TakeMessage() implements TurnAfter {}
}
