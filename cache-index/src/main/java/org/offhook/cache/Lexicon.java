package org.offhook.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * General English of questions at a desk: words that stand for each other, words that only carry a
 * question, phrases that are one word. Says nothing of any trade. Pure; any thread.
 */
final class Lexicon {
    /** What a line's first word is said as as well. Longest first where one begins another. */
    private static final List<List<String>> PHRASES =
            phrases(
                    "free: free of charge|at no cost|without charge|for free",
                    "part: part of|parts of|a part",
                    "price: how much do you charge|how much do i pay|how much must i pay",
                    "price: how much would i pay|how much will i pay|how much do you want",
                    "price: how much is|how much are|how much does|how much do|how much will",
                    "price: how much would|how much was|how much were|how much for",
                    "price: what do you charge|what do i pay|what would i pay|how expensive",
                    "online: on internet|over internet|via internet|on web|on your website",
                    "online: through your website|on your site",
                    "collect: pick up|pick it up|pick them up|picked up",
                    "call: give call|give you call|give me call",
                    "subscribe: sign up for|sign up to|sign up|opt in to|opt in",
                    "activate: turn on|switch on|switched on|turned on",
                    "deactivate: turn off|switch off|switched off|turned off",
                    "withdraw: take out|take money out",
                    "deposit: pay in|put in|pay into|put into",
                    "return: bring back|give back|send back|take back|hand back",
                    "rise: go up|gone up|went up|going up",
                    "fall: go down|gone down|went down|going down",
                    "before: ahead of|prior to",
                    "until: up to",
                    "behind: at back of|in back of",
                    "front: in front of",
                    "above: on top of",
                    "beside: next to",
                    "mobile: mobile phone|cell phone",
                    "parking: car park|parking lot|parking space|parking spaces|parking spot",
                    "hours: opening hours|opening times|business hours|hours of business",
                    "hours: opening time",
                    "when: at what time|at what times|what time|what times|on what day",
                    "when: on which day|what date|which date|by when",
                    "where: in what place|at which place|in which place|at which office",
                    "why: how come|for what reason|what is reason",
                    "who: which person|what person",
                    "formerly: used to",
                    "possible: take place");

    /** Words of one line stand for each other in questions. */
    private static final List<String> SYNONYMS =
            List.of(
                    "price cost fee charge pay expensive",
                    "start begin commence",
                    "end finish stop terminate over expire",
                    "close shut",
                    "buy purchase",
                    "child kid",
                    "book reserve reservation booking",
                    "call phone ring telephone",
                    "collect fetch",
                    "bring take carry",
                    "repair fix mend",
                    "doctor physician",
                    "allow permit let permitted",
                    "forbid prohibit ban forbidden prohibited banned",
                    "cancel terminate",
                    "rent hire",
                    "increase raise",
                    "decrease reduce lower",
                    "text message",
                    "reset restore revert",
                    "freeze frozen",
                    "apply application",
                    "approve approval",
                    "shoe footwear",
                    "hours open opening",
                    "early earliest",
                    "late latest",
                    "soon soonest",
                    "cheap cheapest",
                    "near nearest close closest",
                    "born birth",
                    "speak talk",
                    "eat meal",
                    "cover include",
                    "steal stolen",
                    "break broken",
                    "lose lost",
                    "shot vaccination vaccine jab",
                    "stay overnight",
                    "fee surcharge",
                    "exchange swap",
                    "create set",
                    "show display",
                    "request ask",
                    "require requirement",
                    "confirm confirmation",
                    "install installation",
                    "explain explanation",
                    "register registration enrol enroll sign",
                    "subscribe join",
                    "activate enable",
                    "deactivate disable",
                    "luggage baggage",
                    "parcel package",
                    "post send",
                    "deliver ship delivery shipping shipment",
                    "lift elevator",
                    "toilet restroom bathroom washroom",
                    "flat apartment",
                    "car vehicle",
                    "bike bicycle",
                    "holiday vacation",
                    "shop store",
                    "bill invoice",
                    "document paper",
                    "medicine medication drug",
                    "prescription script",
                    "discount reduction rebate",
                    "refund reimburse reimbursement",
                    "money cash fund",
                    "transfer move wire",
                    "view see look check",
                    "contract agreement",
                    "office bureau",
                    "visit come",
                    "leave depart departure",
                    "arrive arrival",
                    "room accommodation",
                    "trip journey",
                    "speed fast quick",
                    "location locate address",
                    "certificate certification",
                    "change alter modify update",
                    "replace replacement",
                    "extend prolong",
                    "free complimentary",
                    "include inclusive contain",
                    "type kind sort",
                    "large big",
                    "small little",
                    "quick fast",
                    "staff employee",
                    "company firm business",
                    "ill sick",
                    "duration long last",
                    "sell sold sale",
                    "serve served");

    /** Forms of one verb that share no stem, the base first. */
    private static final List<String> FORMS =
            List.of(
                    "take took taken",
                    "sell sold",
                    "send sent",
                    "pay paid",
                    "make made",
                    "give gave given",
                    "bring brought",
                    "buy bought",
                    "come came",
                    "write wrote written",
                    "see saw seen",
                    "speak spoke spoken",
                    "eat ate eaten",
                    "drive drove driven",
                    "keep kept",
                    "hold held",
                    "begin began begun",
                    "choose chose chosen",
                    "run ran",
                    "build built",
                    "spend spent",
                    "lend lent",
                    "forget forgot forgotten",
                    "wear wore worn",
                    "child children",
                    "man men",
                    "woman women",
                    "foot feet",
                    "tooth teeth");

    /** Carry a question and tell nothing of what it is about. */
    private static final Set<String> FRAME =
            stems(
                    "possible possibility able allow permit permitted must need necessary required"
                            + " require procedure process step method option available availability"
                            + " find tell explain show wish wonder question information info detail"
                            + " supposed please try manage person people number"
                            + " place whether case thing sort kind want like time wondering"
                            + " chance give somewhere desire interested curious know");

    private static final Set<String> COPULAS = Set.of("is", "are", "was", "were");
    private static final int FARTHEST_PART = 5;
    private static final int SHORTEST_ROOT = 5;
    private static final double MOST_OF_IT = 0.8;

    private static final Map<String, String> BASES = bases();
    private static final Map<String, Set<Integer>> GROUPS = groups();

    private Lexicon() {}

    /** Stem of a word's base: of "taken" that of "take". */
    static String stem(String word) {
        return BASES.getOrDefault(word, Wording.stem(word));
    }

    /** True where a stem only carries a question. */
    static boolean isFrame(String stem) {
        return FRAME.contains(stem);
    }

    /** True where two stems are the same, a slip apart, of one root, or stand for each other. */
    static boolean same(String stem, String other) {
        if (stem.equals(other) || Features.has(Set.of(other), stem) || related(stem, other)) {
            return true;
        }
        Set<Integer> groups = GROUPS.getOrDefault(stem, Set.of());
        return GROUPS.getOrDefault(other, Set.of()).stream().anyMatch(groups::contains);
    }

    /** "Verify" and "verification": most of the shorter begins the other. */
    private static boolean related(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int same = 0;
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same >= SHORTEST_ROOT && same >= MOST_OF_IT * shorter;
    }

    /** {@link #same} as any of {@code known}. */
    static boolean anySame(Iterable<String> known, String stem) {
        for (String other : known) {
            if (same(stem, other)) {
                return true;
            }
        }
        return false;
    }

    /** The words with phrases made one word. */
    static List<String> joined(List<String> words) {
        return phrased(parted(words));
    }

    /**
     * "Switch data saver on" as "switch on data saver", "is A part of B" as "is A included by B".
     */
    private static List<String> parted(List<String> words) {
        var out = new ArrayList<>(words);
        int turn = Math.max(words.indexOf("turn"), words.indexOf("switch"));
        for (int i = turn + 2; turn >= 0 && i < words.size() && i <= turn + FARTHEST_PART; i++) {
            if (words.get(i).equals("on") || words.get(i).equals("off")) {
                out.add(turn + 1, out.remove(i));
                break;
            }
        }
        int part = words.indexOf("part");
        if (part > 1
                && part + 1 < words.size()
                && words.get(part + 1).equals("of")
                && COPULAS.contains(words.getFirst())
                && !words.get(1).equals("it")) {
            out.set(part, "included");
            out.set(part + 1, "by");
        }
        return out;
    }

    private static List<String> phrased(List<String> words) {
        var out = new ArrayList<String>(words.size());
        int at = 0;
        while (at < words.size()) {
            int length = 1;
            String word = words.get(at);
            for (List<String> phrase : PHRASES) {
                int size = phrase.size() - 1;
                if (size > length
                        && at + size <= words.size()
                        && words.subList(at, at + size).equals(phrase.subList(1, size + 1))) {
                    length = size;
                    word = phrase.getFirst();
                }
            }
            out.add(word);
            at += length;
        }
        return out;
    }

    /** Each with the one word first. */
    private static List<List<String>> phrases(String... lines) {
        var phrases = new ArrayList<List<String>>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            for (String phrase : line.substring(colon + 2).split("\\|")) {
                var words = new ArrayList<String>();
                words.add(line.substring(0, colon));
                words.addAll(List.of(phrase.split(" ")));
                phrases.add(List.copyOf(words));
            }
        }
        return List.copyOf(phrases);
    }

    private static Map<String, Set<Integer>> groups() {
        var groups = new HashMap<String, Set<Integer>>();
        for (int line = 0; line < SYNONYMS.size(); line++) {
            for (String word : SYNONYMS.get(line).split(" ")) {
                groups.computeIfAbsent(stem(word), _ -> new HashSet<>()).add(line);
            }
        }
        return Map.copyOf(groups);
    }

    private static Map<String, String> bases() {
        var bases = new HashMap<String, String>();
        for (String line : FORMS) {
            String[] forms = line.split(" ");
            for (String form : forms) {
                bases.put(form, Wording.stem(forms[0]));
            }
        }
        return Map.copyOf(bases);
    }

    private static Set<String> stems(String words) {
        return Set.copyOf(Arrays.stream(words.split(" ")).map(Wording::stem).distinct().toList());
    }
}
