package org.offhook.agent;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells by its words what a sound was that was made while the agent had the word. Pure. The lists
 * are English; in another language only echo and emptiness are told from words.
 */
final class InterjectionJudge {
    /** A sound so short that one or two words were read into it says nothing. */
    private static final int SHORTEST_MILLIS = 160;

    /** So much of what was heard is what was being said: echo. */
    private static final double ECHO_SHARE = 0.7;

    private static final Set<String> NODS =
            Set.of(
                    "mm",
                    "mmm",
                    "mhm",
                    "mm-hm",
                    "mmhmm",
                    "mm-hmm",
                    "hm",
                    "hmm",
                    "uh",
                    "uh-huh",
                    "uhhuh",
                    "huh",
                    "um",
                    "ah",
                    "aha",
                    "oh",
                    "ok",
                    "okay",
                    "kay",
                    "yes",
                    "yeah",
                    "yep",
                    "yup",
                    "ya",
                    "right",
                    "sure",
                    "alright",
                    "good",
                    "great",
                    "fine",
                    "cool",
                    "nice",
                    "perfect",
                    "exactly",
                    "absolutely",
                    "wow",
                    "really",
                    "hum",
                    "mhmm",
                    "hmmm",
                    "m",
                    "hm-hm",
                    "yea",
                    "so",
                    "well");

    private static final List<String> NODDING_PHRASES =
            List.of(
                    "i see",
                    "all right",
                    "got it",
                    "i understand",
                    "of course",
                    "that's right",
                    "that is right",
                    "sounds good",
                    "very good",
                    "thank you",
                    "thanks",
                    "you");

    private final boolean english;

    InterjectionJudge(Locale language) {
        english = language.getLanguage().equals(Locale.ENGLISH.getLanguage());
    }

    /**
     * @param words as recognised, empty where nothing was
     * @param voicedMillis length of the sound
     * @param saying what the caller has heard of the agent's sentence, empty where unknown
     */
    Interjection judge(String words, int voicedMillis, String saying) {
        String bare = words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' -]", " ").strip();
        if (bare.isEmpty() || voicedMillis < SHORTEST_MILLIS) {
            return Interjection.NOTHING;
        }
        List<String> said = List.of(bare.split("\\s+"));
        if (isEcho(said, saying)) {
            return Interjection.ECHO;
        }
        boolean asked = saying.strip().endsWith("?");
        return english && !asked && isNod(bare) ? Interjection.BACKCHANNEL : Interjection.WORDS;
    }

    private static boolean isEcho(List<String> heard, String saying) {
        if (heard.size() < 3) {
            return false;
        }
        String[] sentWords = saying.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+");
        Set<String> sent = Set.copyOf(List.of(sentWords));
        long same = heard.stream().filter(sent::contains).count();
        return same >= ECHO_SHARE * heard.size();
    }

    /** Nothing but nods, one after another. */
    private static boolean isNod(String bare) {
        String left = bare;
        for (String phrase : NODDING_PHRASES) {
            left = (" " + left + " ").replace(" " + phrase + " ", " ").strip();
        }
        return left.isEmpty() || List.of(left.split("\\s+")).stream().allMatch(NODS::contains);
    }
}
