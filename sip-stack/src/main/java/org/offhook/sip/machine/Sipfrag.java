package org.offhook.sip.machine;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the status out of the body of a NOTIFY about a transfer (RFC 3515 §2.4.5, RFC 3420). */
public final class Sipfrag {
    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0\\s+([1-6]\\d\\d)\\b.*");

    private Sipfrag() {}

    /** Empty where the first line is no status line. */
    public static OptionalInt status(byte[] body) {
        String first =
                new String(body, StandardCharsets.UTF_8)
                        .stripLeading()
                        .lines()
                        .findFirst()
                        .orElse("");
        Matcher line = STATUS_LINE.matcher(first);
        return line.matches()
                ? OptionalInt.of(Integer.parseInt(line.group(1)))
                : OptionalInt.empty();
    }
}
