package org.offhook.cache.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Slots;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Status;

/**
 * What every answer must keep to, and which two may not stand side by side: those with the same
 * question for the same agent, language and state of the talk. Immutable but for the questions it
 * has seen; used by one thread.
 */
final class AnswerRules {
    static final int MOST_SAY = 1_000;
    static final int MOST_QUESTION = 300;
    static final int MOST_QUESTIONS = 500;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Map<String, Locale> languages;
    private final Map<String, Set<String>> slots;
    private final Map<Key, Names> named;
    private final Map<String, Key> owners = new HashMap<>();

    /** What the questions of an answer are told apart by, and what they were made of. */
    record Names(Content content, List<String> names) {}

    /**
     * @param languages of the agents, by their names
     * @param slots that an agent can fill; those of {@link Slots#BUILT_IN} where it is not there
     * @param named kept by the caller from one use to the next: of thousands of questions only
     *     those are taken apart that have changed
     */
    AnswerRules(
            Map<String, Locale> languages, Map<String, Set<String>> slots, Map<Key, Names> named) {
        this.languages = languages;
        this.slots = slots;
        this.named = named;
    }

    /** The questions of an answer that is there; a deleted or suspended one stands in no way. */
    void known(Key key, Content content) {
        if (counts(content)) {
            names(key, content).forEach(name -> owners.putIfAbsent(name, key));
        }
    }

    /** An answer that has not changed is the very same object. */
    private List<String> names(Key key, Content content) {
        Names known = named.get(key);
        if (known == null || known.content() != content) {
            known =
                    new Names(
                            content,
                            content.questions().stream()
                                    .map(question -> same(key, content, question))
                                    .toList());
            named.put(key, known);
        }
        return known.names();
    }

    private static boolean counts(Content content) {
        return content.status() == Status.APPROVED;
    }

    /** What is wrong; an answer without fault counts as known from now on. */
    List<String> faults(Key key, Content content) {
        var faults = new ArrayList<String>();
        if (!languages.containsKey(key.agent())) {
            faults.add(
                    "agent must be one of "
                            + String.join(", ", new TreeMap<>(languages).keySet())
                            + ", got \""
                            + key.agent()
                            + "\"");
        }
        if (!ID.matcher(key.id()).matches()) {
            faults.add(
                    "id must be a-z, 0-9, - and _, at most 64 characters, got \""
                            + key.id()
                            + "\"");
        }
        if (content.say().length() > MOST_SAY) {
            faults.add("say must be at most " + MOST_SAY + " characters");
        }
        Slots.faults(content.say(), slots.getOrDefault(key.agent(), Slots.BUILT_IN))
                .forEach(fault -> faults.add("say " + fault));
        if (content.questions().isEmpty() || content.questions().size() > MOST_QUESTIONS) {
            faults.add("needs 1 to " + MOST_QUESTIONS + " questions");
        }
        boolean ends = content.scope().until().isPresent() && content.scope().from().isPresent();
        if (ends && !content.scope().from().get().isBefore(content.scope().until().get())) {
            faults.add("from must be before until");
        }
        if (faults.isEmpty()) {
            questions(key, content, faults);
        }
        if (faults.isEmpty()) {
            known(key, content);
        }
        return faults;
    }

    private void questions(Key key, Content content, List<String> faults) {
        for (String question : content.questions()) {
            if (question.length() > MOST_QUESTION
                    || AnswerCache.normal(language(key, content), question).isEmpty()) {
                faults.add(
                        "a question must be words, at most "
                                + MOST_QUESTION
                                + " characters, got \""
                                + cut(question)
                                + "\"");
                continue;
            }
            Key owner = owners.get(same(key, content, question));
            if (counts(content) && owner != null && !owner.equals(key)) {
                faults.add(
                        "\"" + question + "\" would mean both " + key.id() + " and " + owner.id());
            }
        }
    }

    private Locale language(Key key, Content content) {
        String own = content.scope().language();
        return own.isEmpty()
                ? languages.getOrDefault(key.agent(), Locale.ENGLISH)
                : Locale.forLanguageTag(own);
    }

    private String same(Key key, Content content, String question) {
        Locale language = language(key, content);
        return String.join(
                "\0",
                key.agent(),
                language.getLanguage(),
                content.scope().state(),
                AnswerCache.normal(language, question));
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
