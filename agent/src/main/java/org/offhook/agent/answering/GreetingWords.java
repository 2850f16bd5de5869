package org.offhook.agent.answering;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the words of a first utterance say about who speaks them. Pure. The phrases are English: of
 * another language only length and tones tell.
 */
final class GreetingWords {
    /** What the words tell. */
    enum Sense {
        /** Nothing that a person would not say as well. */
        PLAIN,
        /** Somebody asks, or offers help: a person waits for an answer. */
        ASKS,
        /** A recording says this, but which kind is open. */
        RECORDED,
        MACHINE,
        IVR,
        ANNOUNCEMENT
    }

    private static final Pattern ANNOUNCEMENT =
            anyOf(
                    "number you (have |had |ve |are )?(dial\\w*|call\\w*|reach\\w*|tr(y|ied|ying))",
                    "(the )?subscriber( you)?",
                    "customer you (have |are )?(dial\\w*|call\\w*|tr\\w+)",
                    "not in service",
                    "no longer in service",
                    "(has|have|is) been (temporarily )?(disconnected|changed)",
                    "(cannot|can not|can t|could not) be (completed|connected)",
                    "circuits are (all )?busy",
                    "check the number",
                    "not (been )?recogni[sz]ed",
                    "dial(ed|led|ing)? (is |a )?(in)?(correct|valid|wrong) number",
                    "is switched off",
                    "network (is )?(busy|difficult\\w*)");

    private static final Pattern MACHINE =
            anyOf(
                    "leave (\\w+ ){0,6}(message|number|details)",
                    "leave (me |us )?your name",
                    "leave word",
                    "(after|at|following|hear) the (\\w+ )?(tone|beep|bleep|signal)",
                    "record (a|your) (\\w+ )?message",
                    "(can t|cannot|can not|couldn t|unable to|not able to) (\\w+ ){0,2}"
                            + "(come to|get to|reach|answer|take|pick up) (the|my|your|our|this|a)",
                    "(is|am|are|m|re|s) (\\w+ )?(not|un|n t) ?(available|here) ?"
                            + "(right now|at the moment|to take|at this time|now)?$",
                    "(not available|unavailable) (right now|at the moment|to take|at this time)",
                    "(isn t|not) (available|home|in the office)",
                    "voice ?mail",
                    "mail ?box",
                    "(call|get back to|return) (you|your call|your message)( \\w+)?"
                            + "( back| as soon)",
                    "get back to you",
                    "answering (machine|service)",
                    "missed your call",
                    "away from (my|the|our) (desk|phone|office)",
                    "person you (are|re) (trying|calling)",
                    "(we|i) (are|re|am|m) (currently )?(closed|out of the office|on vacation)",
                    "our (offices?|opening|business) (is|are|hours)");

    private static final Pattern IVR =
            anyOf(
                    "press(ing)? (the )?(\\d|zero|one|two|three|four|five|six|seven|eight|nine|pound"
                            + "|star|hash|any key)",
                    "(say|press) or (press|say)",
                    "main menu",
                    "menu (options|has|have)",
                    "following (menu|options)",
                    "para espa\\w+",
                    "for english",
                    "listen (carefully|closely) (to|as)",
                    "(enter|say|dial) (your|the) (\\w+ )?(extension|account|pin|number|party)",
                    "party s extension",
                    "(call|calls) (may|might|will) be (monitored|recorded)",
                    "your call is (very )?important",
                    "(next|first) available (agent|representative|operator|advis[oe]r|customer)",
                    "(agents|representatives|operators|lines|advis[oe]rs) are (all |currently )*"
                            + "(busy|assisting|helping)",
                    "in a few words",
                    "how (may|can) i direct your call today please say",
                    "virtual assistant|automated (assistant|system|attendant)",
                    "stay on the line",
                    "you are (caller )?(number )?(\\w+ )?in (the )?(line|queue)");

    private static final Pattern RECORDED =
            anyOf(
                    "you (have|ve) (reached|called|dial\\w+)",
                    "you reached",
                    "thanks? (you )?for (calling|your call)",
                    "welcome to",
                    "sorry (we|i) (missed|can)",
                    "this is (the|a) (recording|automat\\w+)");

    private static final Pattern ASKS =
            anyOf(
                    "(can|may|could) (i|we) help( you)?",
                    "help you( today)?$",
                    "(who|what) (is|s) (this|calling|it)",
                    "who am i speaking",
                    "speaking$",
                    "what can (i|we) do for you",
                    "go ahead");

    private GreetingWords() {}

    private static Pattern anyOf(String... phrases) {
        return Pattern.compile("\\b(" + String.join("|", List.of(phrases)) + ")");
    }

    /**
     * @param words as recognised, perhaps cut off at the end
     */
    static Sense sense(String words) {
        String plain = words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
        if (ANNOUNCEMENT.matcher(plain).find()) {
            return Sense.ANNOUNCEMENT;
        }
        if (MACHINE.matcher(plain).find()) {
            return Sense.MACHINE;
        }
        if (IVR.matcher(plain).find()) {
            return Sense.IVR;
        }
        if (words.strip().endsWith("?") || ASKS.matcher(plain).find()) {
            return Sense.ASKS;
        }
        return RECORDED.matcher(plain).find() ? Sense.RECORDED : Sense.PLAIN;
    }
}
