package org.offhook.server.answers;

import java.io.IOException;
import java.util.Optional;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Slots;
import org.offhook.cache.store.StoredAnswer.Key;

/**
 * Verdicts go to the cache that decided. Any thread.
 *
 * @param cache whose banks are named like agents
 */
public record CacheVerdicts(AnswerCache cache) implements Learner.Verdicts {
    @Override
    public void judged(Key key, String question, boolean right) throws IOException {
        cache.judged(key.agent(), question, key.id(), right);
    }

    /** None with slots: what it would have said to this caller is not known any more. */
    @Override
    public Optional<Answer> nearly(String agent, String question) throws IOException {
        return cache.nearly(agent, question).filter(answer -> Slots.in(answer.say()).isEmpty());
    }

    @Override
    public boolean isLearning() {
        return cache.proof().sure().isEmpty();
    }

    @Override
    public void judgedNearly(Key key, String question, boolean right) throws IOException {
        cache.judgedNearly(key.agent(), question, key.id(), right);
    }
}
