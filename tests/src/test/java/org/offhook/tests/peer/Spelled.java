package org.offhook.tests.peer;

import java.util.List;

/** Numbers read out, as a voice is given them. Pure. */
final class Spelled {
    private static final List<String> WORDS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    private Spelled() {}

    /** The number after the word "number"; -1 where there is none. */
    static int numberIn(String text) {
        int at = text.indexOf("number ");
        for (int number = 0; at >= 0 && number < WORDS.size(); number++) {
            if (text.startsWith(WORDS.get(number), at + "number ".length())) {
                return number;
            }
        }
        return -1;
    }
}
