package org.offhook.agent.pronunciation;

import static org.offhook.agent.pronunciation.EnglishNumbers.number;
import static org.offhook.agent.pronunciation.EnglishNumbers.words;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whatever numbers are left: shares, measures, ranges, ordinals, codes, plain ones. Pure. */
final class EnglishAmounts {
    private record Unit(String one, String many) {}

    private static final Map<String, Unit> UNITS =
            Map.ofEntries(
                    unit("km", "kilometer"),
                    unit("m", "meter"),
                    unit("cm", "centimeter"),
                    unit("mm", "millimeter"),
                    unit("mi", "mile"),
                    Map.entry("ft", new Unit("foot", "feet")),
                    unit("yd", "yard"),
                    unit("kg", "kilogram"),
                    unit("g", "gram"),
                    unit("mg", "milligram"),
                    unit("lb", "pound"),
                    unit("lbs", "pound"),
                    unit("oz", "ounce"),
                    unit("ml", "milliliter"),
                    unit("KB", "kilobyte"),
                    unit("MB", "megabyte"),
                    unit("GB", "gigabyte"),
                    unit("TB", "terabyte"),
                    Map.entry("Mbps", new Unit("megabit per second", "megabits per second")),
                    Map.entry("Gbps", new Unit("gigabit per second", "gigabits per second")),
                    unit("W", "watt"),
                    unit("kW", "kilowatt"),
                    unit("kWh", "kilowatt hour"),
                    unit("V", "volt"),
                    Map.entry("Hz", new Unit("hertz", "hertz")),
                    Map.entry("kHz", new Unit("kilohertz", "kilohertz")),
                    Map.entry("MHz", new Unit("megahertz", "megahertz")),
                    Map.entry("GHz", new Unit("gigahertz", "gigahertz")),
                    Map.entry("mph", new Unit("mile per hour", "miles per hour")),
                    Map.entry("km/h", new Unit("kilometer per hour", "kilometers per hour")),
                    unit("min", "minute"),
                    unit("mins", "minute"),
                    unit("hr", "hour"),
                    unit("hrs", "hour"),
                    unit("h", "hour"),
                    unit("sec", "second"),
                    unit("secs", "second"),
                    unit("ms", "millisecond"),
                    Map.entry("°C", new Unit("degree Celsius", "degrees Celsius")),
                    Map.entry("°F", new Unit("degree Fahrenheit", "degrees Fahrenheit")),
                    unit("°", "degree"));

    private static final String UNIT =
            UNITS.keySet().stream()
                    .sorted((one, other) -> other.length() - one.length())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(", ")"));

    private static final Map<String, String> FRACTIONS =
            Map.of("½", "1/2", "¼", "1/4", "¾", "3/4", "⅓", "1/3", "⅔", "2/3", "⅛", "1/8");

    private static final String ALONE = "(?<![\\p{L}\\d.,])";
    private static final String NUMBER = "(" + Rules.NUMBER + ")";
    private static final Pattern LETTERS_OR_DIGITS = Pattern.compile("\\p{Lu}+|\\d+");

    static final Rules RULES =
            new Rules()
                    .add("(?<![\\d/])24/7(?![\\d/])", "twenty-four seven")
                    .add(
                            "(?<![\\p{L}\\d])[vV](\\d+(?:\\.\\d+){0,8})(?![\\p{L}\\d])",
                            found -> "version " + dotted(found.group(1)))
                    .add(
                            "(?<![\\p{L}\\d.,])(\\d+(?:\\.\\d+){2,8})(?![\\p{L}\\d])",
                            found -> dotted(found.group(1)))
                    .add(
                            "(?<![\\d/])(?:(\\d+) ?)?([½¼¾⅓⅔⅛])",
                            found -> mixed(found.group(1), FRACTIONS.get(found.group(2))))
                    .add(
                            "(?<![\\d/.,])(?:(\\d+) )?(\\d{1,2}/\\d{1,2})(?![\\d/])",
                            found -> mixed(found.group(1), found.group(2)))
                    .add("(?<=^|[\\s(])[-−](?=\\.?\\d)", "minus ")
                    .add("(?<=^|[\\s(])\\+(?=\\d)", "plus ")
                    .add("(?<=^|[\\s(])[~≈]\\s?(?=\\d)", "about ")
                    .add("±\\s?(?=\\d)", "plus or minus ")
                    .add("(?<=^|[\\s(])<\\s?(?=\\d)", "less than ")
                    .add("(?<=^|[\\s(])>\\s?(?=\\d)", "more than ")
                    .add(
                            ALONE + NUMBER + "(?:" + Rules.TO + NUMBER + ")?\\s?%",
                            found -> span(found) + " percent")
                    .add(
                            ALONE
                                    + NUMBER
                                    + "(?:"
                                    + Rules.TO
                                    + NUMBER
                                    + ")?\\s?"
                                    + UNIT
                                    + "(?![\\p{L}\\d])(?:\\.(?=\\s\\p{Ll}))?",
                            EnglishAmounts::measure)
                    .add(
                            ALONE + "(\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,6})(?:st|nd|rd|th)\\b",
                            found -> EnglishNumbers.ordinal(found.group(1)))
                    .add(
                            ALONE + NUMBER + " - " + NUMBER + "(?= ?=)",
                            found -> number(found.group(1)) + " minus " + number(found.group(2)))
                    .add(
                            "(?<![\\p{L}\\d.,-])"
                                    + NUMBER
                                    + Rules.TO
                                    + NUMBER
                                    + "(?![\\p{L}\\d]|-\\d|[.,]\\d)",
                            EnglishAmounts::span)
                    .add(
                            "\\b(?=\\p{Lu}*\\d)(?=\\d*\\p{Lu})[\\p{Lu}\\d]{2,20}\\b",
                            found -> code(found.group()))
                    .add(
                            ALONE + NUMBER + "\\s?[x×]\\s?" + NUMBER + "(?![\\p{L}\\d])",
                            found -> number(found.group(1)) + " by " + number(found.group(2)))
                    .add(
                            ALONE + NUMBER + "[x×](?![\\p{L}\\d])",
                            found -> number(found.group(1)) + " times")
                    .add(
                            ALONE + NUMBER + "[kK](?![\\p{L}\\d])",
                            found -> number(found.group(1)) + " thousand")
                    .add(
                            "(?<![\\p{L}\\d])\\.(\\d+)(?![\\p{L}\\d])",
                            found -> "point " + EnglishNumbers.spelled(found.group(1)))
                    .add(
                            "(?<![\\p{L}\\d])" + NUMBER + "(?![\\p{L}\\d])",
                            found -> number(found.group(1)));

    private EnglishAmounts() {}

    private static Map.Entry<String, Unit> unit(String written, String one) {
        return Map.entry(written, new Unit(one, one + "s"));
    }

    /** One number or the two ends of a range. */
    private static String span(MatchResult found) {
        String from = number(found.group(1));
        return found.group(2) == null ? from : from + " to " + number(found.group(2));
    }

    private static String measure(MatchResult found) {
        Unit unit = UNITS.get(found.group(3));
        boolean one = found.group(1).equals("1") && found.group(2) == null;
        return span(found) + " " + (one ? unit.one : unit.many);
    }

    private static String dotted(String written) {
        return Pattern.compile("\\.")
                .splitAsStream(written)
                .map(EnglishNumbers::cardinal)
                .collect(Collectors.joining(" point "));
    }

    private static String mixed(String whole, String fraction) {
        String[] parts = fraction.split("/");
        int above = Integer.parseInt(parts[0]);
        int below = Integer.parseInt(parts[1]);
        if (above == 0 || above >= below || below > 10) {
            String over = words(above) + " over " + words(below);
            return whole == null ? over : number(whole) + " " + over;
        }
        String name =
                switch (below) {
                    case 2 -> "half";
                    case 4 -> "quarter";
                    default -> EnglishNumbers.ordinal(below);
                };
        String share = words(above) + " " + name + (above == 1 ? "" : "s");
        if (whole == null) {
            return share;
        }
        return number(whole) + " and " + (share.equals("one half") ? "a half" : share);
    }

    /** B12 and 3D are names with a number; AB12CD is read out letter by letter. */
    private static String code(String written) {
        boolean name = written.matches("\\p{Lu}+\\d{1,2}|\\d{1,2}\\p{Lu}{1,2}");
        Matcher part = LETTERS_OR_DIGITS.matcher(written);
        return part.results()
                .map(MatchResult::group)
                .map(letters -> {
                    if (Character.isDigit(letters.charAt(0))) {
                        return name ? number(letters) : EnglishNumbers.spelled(letters);
                    }
                    return name ? letters : String.join(" ", letters.split(""));
                })
                .collect(Collectors.joining(" "));
    }
}
