package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Syncs a changing bank until it is killed; says so after each sync. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] args) throws IOException {
        try (var cache = AnswerCache.open(Path.of(args[0]), new LetterEmbedder("letters/1"))) {
            for (int round = 0; round < 10_000; round++) {
                cache.sync("en", bank(round));
                System.out.println("synced " + round);
            }
        }
    }

    /** 40 answers; each fourth is another in each round. */
    static List<Answer> bank(int round) {
        return IntStream.range(0, 40)
                .mapToObj(i -> {
                    String word = i % 4 == 0 ? "round " + round + " " + i : "steady " + i;
                    return new Answer(
                            "answer-" + i,
                            word,
                            List.of("tell about " + word, "explain " + word),
                            new Answer.Then.Listen());
                })
                .toList();
    }
}
