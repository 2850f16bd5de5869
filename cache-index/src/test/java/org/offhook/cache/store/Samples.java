package org.offhook.cache.store;

import java.time.Instant;
import java.util.List;
import org.offhook.cache.Answer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/** Answers of a shop. */
final class Samples {
    static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

    private Samples() {}

    static Content content(String say, String... questions) {
        return new Content(
                Status.APPROVED,
                say,
                List.of(questions),
                new Answer.Then.Listen(),
                Scope.ALWAYS,
                false);
    }

    static StoredAnswer answer(String id, String say, String... questions) {
        return StoredAnswer.first(
                new Key("shop", id), content(say, questions), Origin.OWNER, MONDAY, "ann", "added");
    }

    static AnswerStore.Write first(String id, String say, String... questions) {
        return new AnswerStore.Write(answer(id, say, questions), AnswerStore.NONE);
    }
}
