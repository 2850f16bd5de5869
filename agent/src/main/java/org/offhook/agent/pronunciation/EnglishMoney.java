package org.offhook.agent.pronunciation;

import static org.offhook.agent.pronunciation.EnglishNumbers.number;

import java.util.Map;
import java.util.regex.MatchResult;

/** Sums of money. Pure. */
final class EnglishMoney {
    private record Currency(String one, String many, String oneCent, String cents) {}

    private static final Currency DOLLAR = new Currency("dollar", "dollars", "cent", "cents");
    private static final Currency EURO = new Currency("euro", "euros", "cent", "cents");
    private static final Currency POUND = new Currency("pound", "pounds", "penny", "pence");
    private static final Currency YEN = new Currency("yen", "yen", "sen", "sen");
    private static final Currency RUPEE = new Currency("rupee", "rupees", "paisa", "paise");
    private static final Currency FRANC = new Currency("franc", "francs", "centime", "centimes");

    private static final Map<String, Currency> CURRENCIES =
            Map.ofEntries(
                    Map.entry("$", DOLLAR),
                    Map.entry("€", EURO),
                    Map.entry("£", POUND),
                    Map.entry("¥", YEN),
                    Map.entry("₹", RUPEE),
                    Map.entry("USD", DOLLAR),
                    Map.entry("CAD", DOLLAR),
                    Map.entry("AUD", DOLLAR),
                    Map.entry("EUR", EURO),
                    Map.entry("GBP", POUND),
                    Map.entry("JPY", YEN),
                    Map.entry("CHF", FRANC),
                    Map.entry("dollar", DOLLAR),
                    Map.entry("euro", EURO),
                    Map.entry("pound", POUND));

    private static final Map<String, String> SCALES =
            Map.of("k", "thousand", "m", "million", "b", "billion", "bn", "billion");

    private static final String SIGN = "(?:(?:US|CA|AU)?(?=\\$))?([$€£¥₹])";
    private static final String CODE = "(USD|CAD|AUD|EUR|GBP|JPY|CHF)";
    private static final String AMOUNT = "(" + Rules.NUMBER + "|\\d+,\\d{2}(?!\\d))";
    private static final String SCALE =
            "(?:\\s?(thousand|million|billion|trillion)\\b|(k|K|m|M|b|B|bn)(?![\\p{L}\\d]))?";
    private static final String PER = "(?:\\s?/\\s?(\\p{L}+))?";

    static final Rules RULES =
            new Rules()
                    // Groups: minus, sign, from, its scale twice, to, its scale twice, per.
                    .add(
                            "(?:(?<=^|[\\s(])([-−]))?(?<![\\p{L}\\d])"
                                    + SIGN
                                    + "\\s?"
                                    + AMOUNT
                                    + SCALE
                                    + "(?:"
                                    + Rules.TO
                                    + "(?:[$€£¥₹]\\s?)?"
                                    + AMOUNT
                                    + SCALE
                                    + ")?"
                                    + PER,
                            EnglishMoney::signed)
                    .add(
                            "\\b" + CODE + "\\s?" + AMOUNT + SCALE,
                            found -> sum(found.group(1), found.group(2), scale(found, 3)))
                    .add(
                            "(?<![\\p{L}\\d.,])("
                                    + Rules.NUMBER
                                    + ")"
                                    + Rules.TO
                                    + AMOUNT
                                    + "\\s?(?:([€£])|"
                                    + CODE
                                    + "\\b)",
                            found ->
                                    number(found.group(1))
                                            + " to "
                                            + sum(
                                                    found.group(3) == null
                                                            ? found.group(4)
                                                            : found.group(3),
                                                    found.group(2),
                                                    null))
                    .add(
                            "(?<![\\p{L}\\d.,])"
                                    + AMOUNT
                                    + SCALE
                                    + "\\s?(?:([€£])|"
                                    + CODE
                                    + "\\b)",
                            found ->
                                    sum(
                                            found.group(4) == null
                                                    ? found.group(5)
                                                    : found.group(4),
                                            found.group(1),
                                            scale(found, 2)))
                    .add(
                            "(?<![\\p{L}\\d.,])(\\d{1,3}(?:,\\d{3}){1,9}|\\d+)(\\.\\d{2}) (dollar|euro|pound)s?\\b",
                            found -> sum(found.group(3), found.group(1) + found.group(2), null))
                    .add(
                            "(?<![\\p{L}\\d.,])(\\d+)\\s?¢",
                            found -> count(Long.parseLong(found.group(1)), "cent", "cents"));

    private EnglishMoney() {}

    private static String signed(MatchResult found) {
        String minus = found.group(1) == null ? "" : "minus ";
        String sign = found.group(2);
        String per = found.group(9) == null ? "" : " per " + found.group(9);
        String to = found.group(6);
        if (to == null) {
            return minus + sum(sign, found.group(3), scale(found, 4)) + per;
        }
        String scale = scale(found, 4);
        String from = number(point(found.group(3))) + (scale == null ? "" : " " + scale);
        return minus + from + " to " + sum(sign, to, scale(found, 7)) + per;
    }

    /** Written out in this group, or abbreviated in the next. */
    private static String scale(MatchResult found, int group) {
        String letters = found.group(group + 1);
        return letters == null ? found.group(group) : SCALES.get(letters.toLowerCase());
    }

    private static String sum(String currencyName, String written, String scale) {
        Currency currency = CURRENCIES.get(currencyName);
        String amount = point(written);
        if (scale != null) {
            return number(amount) + " " + scale + " " + currency.many;
        }
        int dot = amount.indexOf('.');
        String whole = dot < 0 ? amount : amount.substring(0, dot);
        String decimals = dot < 0 ? "" : amount.substring(dot + 1);
        if (decimals.length() > 2) {
            return number(amount) + " " + currency.many;
        }
        boolean one = whole.equals("1");
        String units = unitsOf(whole) + " " + (one ? currency.one : currency.many);
        int cents = decimals.isEmpty() ? 0 : Integer.parseInt((decimals + "0").substring(0, 2));
        if (cents == 0) {
            return units;
        }
        if (whole.matches("0+")) {
            return count(cents, currency.oneCent, currency.cents);
        }
        return cents < 10
                ? units + " and " + count(cents, currency.oneCent, currency.cents)
                : units + " " + EnglishNumbers.words(cents);
    }

    /** An amount of money is one however it is written. */
    private static String unitsOf(String whole) {
        String digits = whole.replace(",", "");
        return digits.length() <= 15
                ? EnglishNumbers.words(Long.parseLong(digits))
                : EnglishNumbers.grouped(digits);
    }

    private static String count(long count, String one, String many) {
        return EnglishNumbers.words(count) + " " + (count == 1 ? one : many);
    }

    /** Most of Europe writes 3,50. */
    private static String point(String amount) {
        return amount.matches("\\d+,\\d{2}") ? amount.replace(',', '.') : amount;
    }
}
