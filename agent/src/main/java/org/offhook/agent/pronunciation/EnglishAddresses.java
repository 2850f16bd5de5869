package org.offhook.agent.pronunciation;

import static org.offhook.agent.pronunciation.EnglishNumbers.grouped;
import static org.offhook.agent.pronunciation.EnglishNumbers.spelled;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** E-mail and web addresses, and numbers that name something: telephones, codes, cards. Pure. */
final class EnglishAddresses {
    private static final String LABEL = "[\\p{L}\\d](?:[\\p{L}\\d-]{0,61}[\\p{L}\\d])?";
    private static final String HOST = LABEL + "(?:\\." + LABEL + "){1,8}";

    /** Endings by which an address without http:// or www. is known. */
    private static final String ENDING =
            "(?:com|org|net|edu|gov|info|biz|app|dev|io|ai|tv|uk|ca|de|fr|es|nl|eu|ch|au|example)";

    private static final Map<String, String> SIGNS =
            Map.of(
                    ".",
                    "dot",
                    "@",
                    "at",
                    "-",
                    "dash",
                    "_",
                    "underscore",
                    "+",
                    "plus",
                    "/",
                    "slash",
                    ":",
                    "colon",
                    "%",
                    "percent",
                    "~",
                    "tilde");

    private static final Pattern PART = Pattern.compile("\\p{L}+|\\d+|[^\\p{L}\\d]");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int FEWEST_PHONE_DIGITS = 7;

    /** To be applied before dates and amounts are looked for. */
    static final Rules ADDRESSES =
            new Rules()
                    .add(
                            "(?<![\\p{L}\\d])[\\p{L}\\d_][\\p{L}\\d._%+-]{0,63}@" + HOST,
                            found -> address(found.group()))
                    .add(
                            "(?:https?://(?:www\\.)?|(?<![\\p{L}\\d.])www\\.)(%s(?::\\d+)?%s)%s"
                                    .formatted(HOST, path(), query()),
                            found -> address(found.group(1)))
                    .add(
                            "(?<![\\p{L}\\d.@-])((?:[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?\\.){1,8}%s(?![\\p{L}\\d@])%s)%s"
                                    .formatted(ENDING, path(), query()),
                            found -> address(found.group(1)));

    /** To be applied after dates and money are gone. */
    static final Rules NUMBERS =
            new Rules()
                    .add(
                            "(?<![\\p{L}\\d.])\\+\\d{1,3}(?:[ .\\-/]?\\(?\\d{1,11}\\)?){1,6}(?!\\d)",
                            EnglishAddresses::phone)
                    .add(
                            "(?<![\\p{L}\\d-])(?:1[-. ])?(?:\\(\\d{3}\\)\\s?|\\d{3}[-. ])\\d{3}[-. ]\\d{4}(?!\\d)",
                            EnglishAddresses::phone)
                    .add("(?<![\\p{L}\\d.,-])\\d{3}-\\d{4}(?![\\d-])", EnglishAddresses::phone)
                    .add(
                            "(?<![\\p{L}\\d.,:])0\\d{1,5}(?:[ /-]\\d{2,8}){1,4}(?!\\d)",
                            EnglishAddresses::phone)
                    .add(
                            "(?<![\\d-])\\d{4}(?:[ -]\\d{4}){2,4}(?![\\d-])",
                            found -> groups(found.group()))
                    .add(
                            "(?<!\\p{L})(?:[Ee]xt\\.?|[Ee]xtension|x)\\s?(\\d{2,6})(?!\\d)",
                            found -> "extension " + spelled(found.group(1)))
                    .add(
                            "(?i)(\\b(?:code|pin|passcode|password|account|reference|confirmation"
                                    + "|ticket|invoice|policy|case|order number|order no\\.)"
                                    + "(?: (?:number|no\\.|code|is))*:? #?)(\\d{3,20})(?![\\d,.%]\\d)",
                            found -> found.group(1).replace("#", "") + grouped(found.group(2)))
                    .add(
                            "(?i)(\\border #)(\\d{3,20})(?!\\d)",
                            found -> "order number " + grouped(found.group(2)))
                    .add(
                            "(?i)(\\b(?:call|dial|ring|text) )(\\d{3,6})(?=[.,;!?]|$| (?:for|or|to|if|now|and|in)\\b)",
                            found -> found.group(1) + spelled(found.group(2)))
                    .add(
                            "(\\b\\p{Lu}{2} )(\\d{5})(?:-(\\d{4}))?(?!\\d)",
                            found ->
                                    found.group(1)
                                            + spelled(found.group(2))
                                            + (found.group(3) == null
                                                    ? ""
                                                    : ", " + spelled(found.group(3))))
                    .add(
                            "(?i)(\\b(?:room|suite|flight|gate|apartment|highway|route) )([1-9]\\d{2,3})(?![\\d,])",
                            found ->
                                    found.group(1)
                                            + EnglishNumbers.paired(
                                                    Integer.parseInt(found.group(2))));

    private EnglishAddresses() {}

    private static String path() {
        return "(?:/[\\p{L}\\d\\-_./%~]*[\\p{L}\\d])?";
    }

    /** Not read out. */
    private static String query() {
        return "(?:/(?=[\\s,.;!?)]|$))?(?:/?[?#][^\\s]*[^\\s.,;!?)])?";
    }

    private static String address(String address) {
        var words = new ArrayList<String>();
        Matcher part = PART.matcher(address);
        while (part.find()) {
            String written = part.group();
            boolean hostEnds = !address.contains("/") && part.end() == address.length();
            if (Character.isDigit(written.charAt(0))) {
                boolean number = written.length() <= 2 && !written.startsWith("0");
                words.add(number ? EnglishNumbers.cardinal(written) : spelled(written));
            } else if (hostEnds && written.length() == 2) {
                words.add(written.charAt(0) + " " + written.charAt(1));
            } else {
                words.add(SIGNS.getOrDefault(written, written));
            }
        }
        return String.join(" ", words);
    }

    private static String phone(MatchResult found) {
        // In +44 (0)20 the zero is for those who call from within.
        String written = found.group().replace("(0)", " ");
        long digits = written.chars().filter(Character::isDigit).count();
        if (digits < FEWEST_PHONE_DIGITS) {
            return null;
        }
        return (written.startsWith("+") ? "plus " : "") + groups(written);
    }

    private static String groups(String written) {
        List<String> groups =
                DIGITS.matcher(written).results().map(group -> grouped(group.group())).toList();
        return String.join(", ", groups);
    }
}
