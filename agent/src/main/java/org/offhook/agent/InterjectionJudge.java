package org.offhook.agent;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.offhook.cache.English;

/**
 * Tells by its words what a sound was that was made while the agent had the word. Remembers what
 * the looks before at the same sound brought. Used by the call's thread only. The lists are
 * English; in another language only hums, echo and emptiness are told from words.
 */
final class InterjectionJudge {
    /** A sound so short that one or two words were read into it says nothing. */
    private static final int SHORTEST_MILLIS = 160;

    /** The agent is silent anyway, so nothing is lost by hearing a sound to its end up to here. */
    private static final int LONG_MILLIS = 800;

    /** So long a voice wants the word, also where the recogniser cannot follow it. */
    private static final int UNMISTAKABLE_MILLIS = 1_000;

    /** What comes after a nod within this time is its end, unless it sounds otherwise. */
    private static final int END_OF_NOD_MILLIS = 300;

    /** Nobody draws a hum or one word of a nod out so long: the recogniser has not understood. */
    private static final int LONGEST_WORD_MILLIS = 700;

    /** Nods are that short; one word that only sounds like one is one. */
    private static final int NOD_MILLIS = 550;

    /** Two words in so little time are no sentence, if one of them is a nod. */
    private static final int SHORT_NOD_MILLIS = 400;

    /** A later look with no more voice than this is one at the same sound. */
    private static final int SAME_SOUND_MILLIS = Endpointer.WINDOW_MILLIS;

    /** So much of what was heard is what was being said: echo. */
    private static final double ECHO_SHARE = 0.7;

    private final boolean english;
    private int segment;
    private String lastWords = "";
    private int noddedMillis;
    private List<String> nodded = List.of();
    private boolean wanted;

    InterjectionJudge(Locale language) {
        english = English.is(language);
    }

    /**
     * @param words as recognised, empty where nothing was
     * @param speech the sound
     * @param saying what the caller has heard of the agent's sentence, empty where unknown
     */
    Interjection judge(String words, Speech speech, String saying) {
        if (speech.segment() != segment) {
            segment = speech.segment();
            lastWords = "";
            noddedMillis = -END_OF_NOD_MILLIS;
            nodded = List.of();
            wanted = false;
        }
        String bare = words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' -]", " ").strip();
        // A recogniser that loses the thread at the end of a sound knew better before.
        lastWords = bare.isEmpty() ? lastWords : bare;
        Interjection judged = judge(lastWords, speech, saying, speech.voicedMillis());
        if (judged == Interjection.BACKCHANNEL) {
            noddedMillis = speech.voicedMillis();
            nodded = List.of(lastWords.split("\\s+"));
        }
        return judged;
    }

    private Interjection judge(String bare, Speech speech, String saying, int millis) {
        if (millis < SHORTEST_MILLIS) {
            return Interjection.NOTHING;
        }
        if (bare.isEmpty()) {
            return millis < UNMISTAKABLE_MILLIS ? Interjection.NOTHING : Interjection.WORDS;
        }
        List<String> said = List.of(bare.split("\\s+"));
        if (millis <= LONGEST_WORD_MILLIS && isHum(said, speech)) {
            return Interjection.BACKCHANNEL;
        }
        if (isEcho(said, saying)) {
            return Interjection.ECHO;
        }
        boolean asked = saying.strip().endsWith("?");
        if (english && !asked && isNod(bare, said, speech)) {
            return Interjection.BACKCHANNEL;
        }
        boolean goesOn = speech.silentMillis() == 0;
        return goesOn && millis < LONG_MILLIS ? Interjection.DOUBTFUL : Interjection.WORDS;
    }

    /** "No, no" lies almost as low as a hum; into a hum anything is read, "two minutes" too. */
    private static boolean isHum(List<String> said, Speech speech) {
        return Humming.isSurely(speech.samples())
                || Humming.is(speech.samples()) && !Nods.areNot(said);
    }

    private boolean isNod(String bare, List<String> said, Speech speech) {
        int millis = speech.voicedMillis();
        if (Nods.are(bare)) {
            return millis <= LONGEST_WORD_MILLIS * said.size();
        }
        boolean isShort = millis <= NOD_MILLIS;
        boolean over = speech.silentMillis() > 0;
        if (isShort && over && said.size() == 2 && Nods.areLetters(said)) {
            return true;
        }
        wanted |= Nods.areNot(said);
        if (wanted) {
            return false;
        }
        int afterNodMillis = millis - noddedMillis;
        if (afterNodMillis <= SAME_SOUND_MILLIS) {
            return true;
        }
        if (millis <= SHORT_NOD_MILLIS && said.size() == 2 && said.stream().anyMatch(Nods::are)) {
            return true;
        }
        boolean endOfNod = afterNodMillis < END_OF_NOD_MILLIS;
        return endOfNod && beginsAsNodded(said)
                || (endOfNod || isShort && said.size() == 1) && Nods.soundLike(said);
    }

    /** "All right" at the first look, "all life" at the next. */
    private boolean beginsAsNodded(List<String> said) {
        return said.size() == nodded.size() && said.getFirst().equals(nodded.getFirst());
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
}
