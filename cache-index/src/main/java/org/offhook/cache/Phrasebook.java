package org.offhook.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The questions of one bank taken apart, each once per answer. Immutable; any thread. One that is
 * made after another takes over what did not change: a bank of ten thousand questions is not read
 * anew for one.
 */
final class Phrasebook {
    /**
     * @param answer index of the answer it is of
     */
    record Phrase(int answer, Question question) {}

    /** What does not depend on the other answers. */
    record Question(VectorIndex.Entry entry, Wording wording) {
        String key() {
            return entry.key();
        }
    }

    /** An answer's questions as written, and what became of them. */
    private record Asked(List<String> written, List<Question> questions) {}

    private final Map<String, Asked> byAnswer = new HashMap<>();
    private final List<Phrase> phrases = new ArrayList<>();
    private final Maker maker;

    /**
     * Where the questions belong; another one's are never taken over.
     *
     * @param embedder identity of what makes the vectors
     */
    record Maker(String bank, Locale language, String embedder) {
        private Question question(String answer, String phrasing, Wording wording) {
            String normal = wording.normal();
            String key = hash(bank, answer, phrasing, normal, embedder);
            var entry = new VectorIndex.Entry(key, bank, answer, phrasing, normal);
            return new Question(entry, wording);
        }

        private static String hash(String... parts) {
            try {
                byte[] all = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
            } catch (NoSuchAlgorithmException ours) {
                throw new IllegalStateException(ours); // every Java has SHA-256
            }
        }
    }

    private Phrasebook(Maker maker) {
        this.maker = maker;
    }

    /** A bank without answers. */
    static Phrasebook empty(Maker maker) {
        return new Phrasebook(maker);
    }

    /**
     * These answers' questions.
     *
     * @throws IllegalArgumentException where two have one id
     */
    Phrasebook with(List<Answer> answers) {
        var next = new Phrasebook(maker);
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            Asked before = byAnswer.get(answer.id());
            Asked asked =
                    before != null && before.written().equals(answer.questions())
                            ? before
                            : asked(answer);
            if (next.byAnswer.put(answer.id(), asked) != null) {
                throw new IllegalArgumentException(
                        "bank " + maker.bank() + " has two: " + answer.id());
            }
            for (Question question : asked.questions()) {
                next.phrases.add(new Phrase(i, question));
            }
        }
        return next;
    }

    private Asked asked(Answer answer) {
        var questions = new ArrayList<Question>();
        var seen = new HashSet<String>();
        for (String phrasing : answer.questions()) {
            Wording wording = AnswerCache.wording(maker.language(), phrasing);
            String normal = wording.normal();
            if (!normal.isEmpty() && seen.add(normal)) {
                questions.add(maker.question(answer.id(), phrasing, wording));
            }
        }
        return new Asked(List.copyOf(answer.questions()), List.copyOf(questions));
    }

    /** Whether it is of this bank, language and embedder. */
    boolean isOf(Maker other) {
        return maker.equals(other);
    }

    /** In the order of the answers. */
    List<Phrase> phrases() {
        return phrases;
    }
}
