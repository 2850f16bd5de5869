package org.offhook.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The places in what an answer says that are filled in when it is said: names in braces, as in
 * {@code Today is {weekday}.} Pure.
 */
public final class Slots {
    /** What every call and the clock fill: whom the call shows as its caller, day and time. */
    public static final Set<String> BUILT_IN = Set.of("name", "number", "date", "time", "weekday");

    /** More in one answer are refused. */
    public static final int MOST = 8;

    private static final String NAME = "[a-z][a-z0-9-]{0,31}";
    private static final Pattern SLOT = Pattern.compile("\\{(" + NAME + ")}");
    private static final Pattern BRACES = Pattern.compile("\\{[^{}]{0,40}}?|}");

    private Slots() {}

    /** Whether a slot may be called so: a to z, digits and -, at most 32 characters. */
    public static boolean isName(String text) {
        return text.matches(NAME);
    }

    /** The slots of a text, each once, in their order. */
    public static Set<String> in(String text) {
        var names = new LinkedHashSet<String>();
        Matcher slots = SLOT.matcher(text);
        while (slots.find()) {
            names.add(slots.group(1));
        }
        return names;
    }

    /** Names as they stand in a text, for a person: {@code {name}, {order}}. */
    public static String written(Collection<String> names) {
        return new TreeSet<>(names)
                .stream().map(name -> "{" + name + "}").collect(Collectors.joining(", "));
    }

    /**
     * What is wrong with the braces of a text, each fault beginning with "must"; none where there
     * is nothing.
     *
     * @param known the slots that can be filled
     */
    public static List<String> faults(String text, Set<String> known) {
        var faults = new ArrayList<String>();
        Matcher braces = BRACES.matcher(text);
        int slots = 0;
        while (braces.find()) {
            Matcher slot = SLOT.matcher(braces.group());
            slots++;
            if (!slot.matches()) {
                faults.add("must have braces only around a slot, got \"" + braces.group() + "\"");
            } else if (!known.contains(slot.group(1))) {
                faults.add(
                        "must have slots that are known, "
                                + written(known)
                                + ", got \""
                                + braces.group()
                                + "\"");
            }
        }
        if (slots > MOST) {
            faults.add("must have at most " + MOST + " slots, has " + slots);
        }
        return faults;
    }

    /**
     * A text with its slots filled; empty where one has no value.
     *
     * @param values by the slot's name
     */
    public static Optional<String> fill(String text, Function<String, Optional<String>> values) {
        var filled = new StringBuilder();
        Matcher slots = SLOT.matcher(text);
        while (slots.find()) {
            Optional<String> value = values.apply(slots.group(1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            slots.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(slots.appendTail(filled).toString());
    }
}
