package org.offhook.cache;

import java.util.List;

/**
 * One prepared answer of an answer bank.
 *
 * @param id unique in its bank
 * @param say what the caller hears
 * @param questions phrasings that mean this answer, at least one
 * @param then what follows when it has been heard
 */
public record Answer(String id, String say, List<String> questions, Then then) {
    public Answer {
        questions = List.copyOf(questions);
    }

    /** What follows an answer. */
    public sealed interface Then {
        /** The caller's turn. */
        record Listen() implements Then {}

        /** The call ends. */
        record HangUp() implements Then {}

        /** The caller is passed on to a SIP URI. */
        record Transfer(String uri) implements Then {}

        /** The caller speaks a message to be kept. */
        record TakeMessage() implements Then {}
    }
}
