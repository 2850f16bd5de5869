package org.offhook.server.answers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.cache.Teachable;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.RefusedException;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Status;

/**
 * Proposes other words for an answer's questions, and questions that only resemble them; by the
 * agent's model, or, without one, by rules. Both are candidates: approved, the first are more
 * questions of the answer, the others are rivals of it. Any thread; blocks.
 */
final class Proposals {
    /** More questions of the answer whose id stands in front. */
    static final String MORE = "--more";

    /** Questions that resemble its, and have no prepared answer. */
    static final String NOT = "--not";

    private static final int MOST = 12;
    private static final int LONGEST = 200;

    private static final String INSTRUCTIONS =
            "You help the owner of a telephone desk. Write one question a line, as callers speak:"
                    + " short, no numbering, no quotes, nothing else.";

    private Proposals() {}

    /**
     * @return ids of the candidates
     */
    static List<String> propose(
            AnswerDesk desk, Optional<LanguageModel> model, StoredAnswer answer, String who)
            throws IOException, RefusedException, InterruptedException {
        Content content = answer.content();
        if (content.isRival() || answer.key().id().contains("--")) {
            throw new RefusedException(List.of(answer.key() + " has no answer of its own"));
        }
        List<String> questions = content.questions();
        List<String> more =
                model.isPresent()
                        ? lines(model.get(), paraphrasesOf(content))
                        : OfflineProposals.paraphrases(questions);
        List<String> not =
                model.isPresent()
                        ? lines(model.get(), nearMissesOf(content))
                        : OfflineProposals.nearMisses(questions);
        var ids = new ArrayList<String>();
        more.removeIf(one -> questions.stream().anyMatch(q -> Teachable.excludeEachOther(q, one)));
        add(desk, answer, MORE, content.say(), more, who, ids);
        not.removeAll(more);
        add(desk, answer, NOT, "", not, who, ids);
        if (ids.isEmpty()) {
            throw new RefusedException(List.of("nothing to propose for " + answer.key()));
        }
        return ids;
    }

    private static void add(
            AnswerDesk desk,
            StoredAnswer answer,
            String suffix,
            String say,
            List<String> questions,
            String who,
            List<String> ids)
            throws IOException, RefusedException {
        var fresh = new LinkedHashSet<>(questions);
        fresh.removeAll(answer.content().questions());
        if (fresh.isEmpty()) {
            return;
        }
        var key = new Key(answer.key().agent(), answer.key().id() + suffix);
        var content =
                new Content(
                        Status.CANDIDATE,
                        say,
                        List.copyOf(fresh),
                        answer.content().then(),
                        answer.content().scope(),
                        false);
        desk.add(key, content, Origin.MODEL, who);
        ids.add(key.id());
    }

    private static String paraphrasesOf(Content content) {
        return "Callers who ask one of these:\n"
                + String.join("\n", content.questions().stream().limit(MOST).toList())
                + "\nhear: \""
                + content.say()
                + "\"\nWrite "
                + MOST
                + " other ways in which callers may ask for exactly this.";
    }

    private static String nearMissesOf(Content content) {
        return "Callers who ask one of these:\n"
                + String.join("\n", content.questions().stream().limit(MOST).toList())
                + "\nhear: \""
                + content.say()
                + "\"\nWrite "
                + MOST
                + " questions that sound much alike, of which this would be the wrong answer:"
                + " another day, number, place, person, direction, or the opposite.";
    }

    private static List<String> lines(LanguageModel model, String wish)
            throws IOException, InterruptedException {
        var reply = new StringBuilder();
        model.reply(
                List.of(new Message.Instructions(INSTRUCTIONS), new Message.Caller(wish)),
                List.of(),
                reply::append);
        var lines = new ArrayList<String>();
        for (String line : reply.toString().split("\n")) {
            String bare = line.replaceFirst("^[\\s\\d.)*•-]+", "").replace("\"", "").strip();
            boolean words = bare.codePoints().anyMatch(Character::isLetter);
            if (words && bare.length() <= LONGEST && lines.size() < MOST) {
                lines.add(bare.toLowerCase(Locale.ROOT));
            }
        }
        return lines;
    }
}
