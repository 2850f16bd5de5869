package org.offhook.agent.pronunciation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers in English words. Pure. */
final class EnglishNumbers {
    private static final String[] SMALL =
            ("zero one two three four five six seven eight nine ten eleven twelve thirteen"
                            + " fourteen fifteen sixteen seventeen eighteen nineteen")
                    .split(" ");
    private static final String[] TENS =
            "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
    private static final String[] SCALES = {"", " thousand", " million", " billion", " trillion"};

    private static final Map<String, String> IRREGULAR_ORDINALS =
            Map.of(
                    "one", "first", "two", "second", "three", "third", "five", "fifth", "eight",
                    "eighth", "nine", "ninth", "twelve", "twelfth");

    /** A number longer than this without commas is no amount: nobody could follow it. */
    private static final int LONGEST_AMOUNT = 6;

    private static final int LONGEST_WITH_COMMAS = 15;

    private EnglishNumbers() {}

    /**
     * @param written as in 12,000 or 3.50 or 0042, without a sign
     */
    static String number(String written) {
        int dot = written.indexOf('.');
        if (dot >= 0) {
            return cardinal(written.substring(0, dot))
                    + " point "
                    + spelled(written.substring(dot + 1));
        }
        return cardinal(written);
    }

    static String cardinal(String written) {
        String digits = written.replace(",", "");
        boolean code = digits.length() > 1 && digits.startsWith("0");
        int longest = written.contains(",") ? LONGEST_WITH_COMMAS : LONGEST_AMOUNT;
        return code || digits.length() > longest ? grouped(digits) : words(Long.parseLong(digits));
    }

    static String words(long number) {
        if (number < 1_000) {
            return belowThousand((int) number);
        }
        var words = new StringBuilder();
        long divisor = 1_000_000_000_000L;
        for (int scale = SCALES.length - 1; scale >= 0; scale--, divisor /= 1_000) {
            int part = (int) (number / divisor % 1_000);
            if (part > 0) {
                words.append(words.isEmpty() ? "" : " ");
                words.append(belowThousand(part)).append(SCALES[scale]);
            }
        }
        return words.toString();
    }

    private static String belowThousand(int number) {
        if (number < 20) {
            return SMALL[number];
        }
        if (number < 100) {
            String tens = TENS[number / 10];
            return number % 10 == 0 ? tens : tens + "-" + SMALL[number % 10];
        }
        String hundreds = SMALL[number / 100] + " hundred";
        return number % 100 == 0 ? hundreds : hundreds + " " + belowThousand(number % 100);
    }

    static String ordinal(String written) {
        return ordinalOf(cardinal(written));
    }

    static String ordinal(int number) {
        return ordinalOf(words(number));
    }

    private static String ordinalOf(String cardinal) {
        int last = Math.max(cardinal.lastIndexOf(' '), cardinal.lastIndexOf('-')) + 1;
        String word = cardinal.substring(last);
        String irregular = IRREGULAR_ORDINALS.get(word);
        String ordinal = word.endsWith("y") ? word.substring(0, word.length() - 1) + "ie" : word;
        return cardinal.substring(0, last) + (irregular == null ? ordinal + "th" : irregular);
    }

    /** Nineteen oh five, two thousand, twenty ten. */
    static String year(int year) {
        boolean plain = year < 1_100 || year > 2_099 || (year >= 2_000 && year < 2_010);
        return plain ? words(year) : paired(year);
    }

    /** Three or four digits as rooms and flights are read: two oh four, twelve hundred. */
    static String paired(int number) {
        int low = number % 100;
        return words(number / 100) + " " + (low == 0 ? "hundred" : lowPair(low));
    }

    /** Minutes, and the end of a year: oh five, ten. */
    static String lowPair(int number) {
        return number < 10 ? "oh " + SMALL[number] : words(number);
    }

    /** Digit by digit. */
    static String spelled(String digits) {
        return digits.chars()
                .mapToObj(digit -> SMALL[Character.digit(digit, 10)])
                .collect(Collectors.joining(" "));
    }

    /** Digit by digit, with a breath after each few. */
    static String grouped(String digits) {
        List<String> groups = new ArrayList<>();
        int size = digits.length() <= 5 ? 5 : digits.length() % 4 == 0 ? 4 : 3;
        int at = 0;
        while (digits.length() - at > Math.max(size, 4)) {
            groups.add(spelled(digits.substring(at, at + size)));
            at += size;
        }
        groups.add(spelled(digits.substring(at)));
        return String.join(", ", groups);
    }
}
