package org.offhook.server;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.offhook.cache.Answer;

/**
 * Whom the answers of one agent's bank lead to, as its file is now: the operator's word, which may
 * change while calls go on. Written by the thread that reads the file, read by any.
 */
final class BankTargets implements Supplier<Set<String>> {
    private volatile Set<String> uris;

    BankTargets(List<Answer> answers) {
        follow(answers);
    }

    /** The file has changed. */
    void follow(List<Answer> answers) {
        uris =
                answers.stream()
                        .map(Answer::then)
                        .filter(Answer.Then.Transfer.class::isInstance)
                        .map(then -> ((Answer.Then.Transfer) then).uri())
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> get() {
        return uris;
    }
}
