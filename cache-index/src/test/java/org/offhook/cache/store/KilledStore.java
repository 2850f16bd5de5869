package org.offhook.cache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes answers one by one until it is killed; says each that is written. */
final class KilledStore {
    private KilledStore() {}

    public static void main(String[] args) throws Exception {
        try (var store = LuceneAnswerStore.open(Path.of(args[0]))) {
            long next = store.changesSince(AnswerStore.NONE).upTo() + 1;
            for (long number = next; ; number++) {
                String id = "answer-" + number;
                store.put(List.of(Samples.first(id, "Say " + number + ".", "question " + number)));
                System.out.println(id);
                if (System.out.checkError()) {
                    throw new IOException("nobody listens");
                }
            }
        }
    }
}
