package org.offhook.cache.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.offhook.cache.Answer;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.AnswerStore.StaleWriteException;
import org.offhook.cache.store.AnswerStore.Write;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/**
 * Keeps a store's copy of bank files. The file wins in words: what it holds is approved by whoever
 * wrote it. The store wins in one thing: an answer that was suspended stays so until its words in
 * the file change. Any thread.
 */
public final class BankMirror {
    private static final int TRIES = 5;

    private final AnswerStore store;
    private final InstantSource clock;

    public BankMirror(AnswerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Makes the store hold what the file does.
     *
     * @param file name for the history
     * @return how many answers changed
     */
    public int sync(String agent, List<Answer> answers, String file) throws IOException {
        for (int tried = 1; ; tried++) {
            List<Write> writes = writes(agent, answers, file);
            try {
                return store.put(writes).size();
            } catch (StaleWriteException again) {
                if (tried == TRIES) {
                    throw new IOException(again.getMessage(), again);
                }
            }
        }
    }

    private List<Write> writes(String agent, List<Answer> answers, String file) throws IOException {
        Map<Key, Entry> entries = new HashMap<>();
        for (Entry entry : store.changesSince(AnswerStore.NONE).entries()) {
            if (entry.answer().key().agent().equals(agent)) {
                entries.put(entry.answer().key(), entry);
            }
        }
        var writes = new ArrayList<Write>();
        var inFile = new HashSet<Key>();
        for (Answer answer : answers) {
            var key = new Key(agent, answer.id());
            inFile.add(key);
            Entry found = entries.get(key);
            if (found == null) {
                StoredAnswer first =
                        StoredAnswer.first(
                                key,
                                content(answer),
                                Origin.BANK,
                                clock.instant(),
                                file,
                                "in the bank");
                writes.add(new Write(first, AnswerStore.NONE));
            } else if (isOther(found.answer(), answer)) {
                StoredAnswer changed =
                        found.answer()
                                .with(Origin.BANK)
                                .changed(
                                        content(answer),
                                        clock.instant(),
                                        file,
                                        "as the bank has it");
                writes.add(new Write(changed, found.sequence()));
            }
        }
        for (Entry entry : entries.values()) {
            StoredAnswer answer = entry.answer();
            if (answer.origin() == Origin.BANK
                    && answer.content().status() != Status.DELETED
                    && !inFile.contains(answer.key())) {
                StoredAnswer gone =
                        answer.changed(
                                answer.content().with(Status.DELETED),
                                clock.instant(),
                                file,
                                "no longer in the bank");
                writes.add(new Write(gone, entry.sequence()));
            }
        }
        return writes;
    }

    private static boolean isOther(StoredAnswer kept, Answer inFile) {
        Content content = kept.content();
        return kept.origin() != Origin.BANK
                || content.status() == Status.DELETED
                || !content(inFile).with(content.status()).equals(content);
    }

    private static Content content(Answer answer) {
        return new Content(
                Status.APPROVED,
                answer.say(),
                answer.questions(),
                answer.then(),
                Scope.ALWAYS,
                false);
    }
}
