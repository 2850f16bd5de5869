package org.offhook.agent;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What kind of thing has been said: a greeting, an introduction, a short answer, a request, a
 * story. Immutable. English.
 *
 * @param said lower-case words, at least one
 * @param last its last sentence, as the recogniser ends sentences
 * @param sentences how many
 */
record Phrase(List<String> said, List<String> last, int sentences) {
    private static final Set<String> ANSWERS =
            Set.of(
                    "yes", "no", "yeah", "nope", "yep", "okay", "ok", "sure", "correct", "thanks",
                    "thank", "great", "right", "exactly", "not", "that's", "please", "fine",
                    "good");

    /** What a word or two can be the whole answer to. */
    private static final Set<Asked> ANSWERED =
            EnumSet.of(Asked.OFFER, Asked.RIGHT, Asked.YES_NO, Asked.MORE, Asked.NEWS);

    private static final Set<String> YES = Set.of("yes", "yeah", "yep", "okay", "ok", "sure");
    private static final Set<String> NO = Set.of("no", "nope", "not");

    private static final Set<String> FILLERS =
            Set.of(
                    "um", "uh", "er", "hmm", "umm", "well", "so", "like", "and", "but", "or",
                    "because");

    /** Words that another must follow. */
    private static final Set<String> DANGLING =
            Set.of(
                    "a", "an", "the", "my", "your", "his", "her", "our", "their", "of", "at", "to",
                    "for", "from", "with", "by", "about", "into", "if", "whether", "that", "than",
                    "i", "i'm", "it's", "is", "are", "was", "were", "be", "would", "could", "can",
                    "will", "should", "i'd", "i'll", "i've", "very", "some", "any", "every", "next",
                    "when", "who", "which", "what", "how", "where", "why", "in", "on");

    private static final Pattern CLOSING =
            Pattern.compile(
                    "\\b(please|thanks|thank you|very much"
                            + "|that's (all|it|right|fine|everything)|that is all)$");

    private static final Set<String> GREETINGS =
            Set.of("hello", "hi", "hey", "good", "morning", "afternoon", "evening", "there");

    private static final Set<String> LEADS =
            Set.of(
                    "it's", "its", "my", "name", "is", "this", "sure", "yes", "um", "uh", "so",
                    "well", "on", "the", "at", "in", "to", "okay", "under");

    /** First words of questions and requests. */
    private static final Set<String> ASKING =
            Set.of(
                    "what", "what's", "which", "who", "whose", "how", "why", "when", "where", "is",
                    "are", "do", "does", "did", "can", "could", "would", "will", "should", "may",
                    "have", "has", "was", "were", "please");

    private static final Pattern REQUEST =
            Pattern.compile(
                    "\\b(i'd like|i would like|i want|i need|looking for|i'm calling|wondering"
                            + "|want to|need to|like to|can you|could you|can i|could i|question)\\b");

    private static final Set<String> PAST =
            Set.of(
                    "was", "were", "got", "bought", "lost", "went", "had", "came", "paid", "left",
                    "sent", "made", "did", "took", "fell", "broke", "hit", "said", "told", "began",
                    "didn't", "hasn't", "wasn't");

    private static final Set<String> DAYS =
            Set.of(
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                    "tomorrow",
                    "today",
                    "tonight",
                    "weekend",
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december",
                    "week");

    private static final Set<String> HOURS =
            Set.of(
                    "o'clock",
                    "am",
                    "pm",
                    "noon",
                    "midnight",
                    "half",
                    "quarter",
                    "morning",
                    "afternoon",
                    "evening",
                    "thirty",
                    "fifteen");

    private static final Set<String> STREETS =
            Set.of("street", "avenue", "road", "lane", "drive", "square", "way", "boulevard");

    private static final Pattern INTRODUCTION =
            Pattern.compile("\\b(my name is|this is)( \\S+){1,2}( speaking)?$");

    /**
     * @param words as the recogniser spells them
     */
    static Phrase of(List<String> said, String words) {
        String[] sentences = words.strip().split("(?<=[.?!])\\s+");
        List<String> last = Completeness.words(sentences[sentences.length - 1]);
        return new Phrase(said, last.isEmpty() ? said : last, sentences.length);
    }

    private boolean greets() {
        return GREETINGS.containsAll(said);
    }

    private boolean introduces() {
        return INTRODUCTION.matcher(String.join(" ", said)).find();
    }

    private boolean answers() {
        return said.size() <= 5 && ANSWERS.contains(said.getFirst());
    }

    /** Whether it is worth a look at how it ends. */
    boolean isSentence() {
        return !greets() && !answers();
    }

    /** What is observed, given what was asked. */
    List<String> terms(Asked asked) {
        var terms = new ArrayList<String>();
        if (sentences > 1) {
            terms.add(asked.isOpen() ? "=sentences" : "=sentences, asked");
        }
        if (FILLERS.contains(said.getLast())) {
            terms.add("=filler");
        } else if (DANGLING.contains(said.getLast())) {
            terms.add("=dangling");
        }
        if (said.size() > 1 && CLOSING.matcher(String.join(" ", said)).find()) {
            terms.add("=closing");
        }
        if (greets()) {
            terms.add("=greeting");
        } else if (answers()) {
            answer(asked, terms);
        } else {
            terms.add("=asked: " + asked);
            if (said.size() == 1) {
                terms.add(asked.isOpen() ? "=single" : "=single, " + asked);
            }
            if (asked.isOpen()) {
                open(asked, terms);
            } else {
                given(asked, terms);
            }
        }
        return terms;
    }

    private void answer(Asked asked, List<String> terms) {
        String first = said.getFirst();
        String what = YES.contains(first) ? "yes" : NO.contains(first) ? "no" : "other";
        boolean known = ANSWERED.contains(asked);
        String bare = said.size() == 1 ? "bare " : "";
        terms.add("=" + bare + what + ", " + (known ? asked : Asked.OTHER));
    }

    private void open(Asked asked, List<String> terms) {
        if (introduces()) {
            terms.add("=introduction");
            return;
        }
        String text = String.join(" ", last);
        boolean asks = ASKING.contains(last.getFirst()) || REQUEST.matcher(text).find();
        if (!asks) {
            boolean past = last.stream().anyMatch(w -> PAST.contains(w) || w.endsWith("ed"));
            terms.add(past ? "=tells what was" : "=tells");
        } else if (ASKING.contains(last.getFirst())) {
            terms.add("=asks");
        }
    }

    /** Without "it's", "my name is" and the like. */
    List<String> rest() {
        int from = 0;
        while (from < said.size() && LEADS.contains(said.get(from))) {
            from++;
        }
        return said.subList(from, said.size());
    }

    private void given(Asked asked, List<String> terms) {
        List<String> rest = rest();
        if (rest.isEmpty()) {
            terms.add("=leads");
            return;
        }
        switch (asked) {
            case NAME -> terms.add(rest.size() == 1 ? "=one name" : "=names");
            case WHEN -> when(terms);
            case WHERE -> {
                if (STREETS.contains(said.getLast())) {
                    terms.add("=street");
                }
            }
            default -> {}
        }
    }

    private void when(List<String> terms) {
        boolean day = said.stream().anyMatch(DAYS::contains);
        boolean hour = said.stream().anyMatch(HOURS::contains);
        terms.add(day && hour ? "=day and hour" : day ? "=day" : hour ? "=hour" : "=no time");
    }
}
