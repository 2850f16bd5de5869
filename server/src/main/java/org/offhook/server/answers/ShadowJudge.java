package org.offhook.server.answers;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.cache.store.StoredAnswer;

/**
 * Asks a language model, after the call, whether a prepared answer was the right one. Wrong counts
 * only when a second question, put the other way round, says so too. Blocks.
 */
final class ShadowJudge {
    /** In the history of an answer that it suspends. */
    static final String WHO = "judge";

    static final String FOUND_WRONG = "found wrong after a call, by the agent's model";

    private static final String INSTRUCTIONS =
            "You check an automatic telephone desk. Questions come from a speech recogniser and may"
                    + " have small errors. Reply with one word, YES or NO.";

    private ShadowJudge() {}

    /** Empty where the model would not decide, or contradicts itself. */
    static Optional<Boolean> isRight(LanguageModel model, String question, String answer)
            throws IOException, InterruptedException {
        String both =
                "The caller asked: \"" + question + "\"\nThe desk answered: \"" + answer + "\"\n";
        Optional<Boolean> answers =
                ask(model, both + "Does the answer tell what the caller asked for?");
        if (answers.isEmpty() || answers.get()) {
            return answers;
        }
        Optional<Boolean> misses =
                ask(
                        model,
                        both
                                + "Is the answer about something else than the caller asked for, so"
                                + " that it would mislead the caller?");
        return misses.filter(wrong -> wrong).map(_ -> false);
    }

    /** True where an answer is suspended on its word. */
    static boolean hasSuspended(StoredAnswer answer) {
        StoredAnswer.Revision last = answer.history().getLast();
        return answer.content().status() == StoredAnswer.Status.SUSPENDED
                && last.who().equals(WHO)
                && last.what().equals(FOUND_WRONG);
    }

    private static Optional<Boolean> ask(LanguageModel model, String question)
            throws IOException, InterruptedException {
        var reply = new StringBuilder();
        model.reply(
                List.of(new Message.Instructions(INSTRUCTIONS), new Message.Caller(question)),
                List.of(),
                reply::append);
        String word = reply.toString().toUpperCase(Locale.ROOT).replaceAll("[^A-Z ]", " ").strip();
        return switch (word.split(" ")[0]) {
            case "YES" -> Optional.of(true);
            case "NO" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
