package org.offhook.agent;

/** What follows when the agent has finished. */
sealed interface TurnAfter {
    record Listen(int prompts) implements TurnAfter {}

    record HangUp(String reason) implements TurnAfter {}

    record Transfer(String uri) implements TurnAfter {}

    /** The caller speaks a message to be kept. */
    record TakeMessage() implements TurnAfter {}
}
