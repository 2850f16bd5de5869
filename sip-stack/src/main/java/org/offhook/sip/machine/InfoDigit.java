package org.offhook.sip.machine;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/** One DTMF digit in the body of an INFO. */
public final class InfoDigit {
    private static final String DIGITS = "0123456789*#ABCD";

    private InfoDigit() {}

    /** True for the two body types that PBXs use for digits. */
    public static boolean speaks(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT).strip();
        return type.startsWith("application/dtmf");
    }

    /**
     * The digit in {@code Signal=5} (application/dtmf-relay) or {@code 5} (application/dtmf), as a
     * char; 10 and 11 are the star and the hash. Empty for anything else, such as a hook flash.
     */
    public static OptionalInt digit(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1).strip();
        for (String line : text.split("[\r\n]+")) {
            String[] parts = line.split("=", 2);
            boolean bare = parts.length == 1;
            if (bare || parts[0].strip().equalsIgnoreCase("signal")) {
                return named(parts[parts.length - 1].strip().toUpperCase(Locale.ROOT));
            }
        }
        return OptionalInt.empty();
    }

    /** The body of type application/dtmf-relay for one key. */
    public static byte[] body(char digit) {
        String text = "Signal=" + digit + "\r\nDuration=160\r\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Throws where this is no key of a telephone: 0-9, *, #, A-D. */
    public static void require(char digit) {
        if (DIGITS.indexOf(digit) < 0) {
            throw new IllegalArgumentException("no key: " + digit);
        }
    }

    private static OptionalInt named(String signal) {
        String one =
                switch (signal) {
                    case "10" -> "*";
                    case "11" -> "#";
                    default -> signal;
                };
        boolean digit = one.length() == 1 && DIGITS.contains(one);
        return digit ? OptionalInt.of(one.charAt(0)) : OptionalInt.empty();
    }
}
