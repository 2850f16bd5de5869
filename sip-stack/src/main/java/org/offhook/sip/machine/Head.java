package org.offhook.sip.machine;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has to be known of a message's head, CRLF or LF after each line, beside what a parser says.
 */
public final class Head {
    private static final int LONGEST_NAME = 14;

    /** Headers of one value, by their names and compact names. */
    private static final Map<String, String> SINGLE =
            Map.of(
                    "call-id", "Call-ID",
                    "i", "Call-ID",
                    "cseq", "CSeq",
                    "from", "From",
                    "f", "From",
                    "to", "To",
                    "t", "To",
                    "content-length", "Content-Length",
                    "l", "Content-Length");

    private Head() {}

    /**
     * The name of a header that stands there more often than it may (RFC 3261 §7.3.1): of two
     * Call-IDs or lengths nobody knows which is meant, and who chooses differently from the next
     * hop can be tricked.
     */
    public static Optional<String> repeated(byte[] message) {
        Set<String> seen = new HashSet<>();
        int at = nextLine(message, start(message));
        while (at < message.length && message[at] != '\r' && message[at] != '\n') {
            Optional<String> name = single(message, at);
            if (name.isPresent() && !seen.add(name.get())) {
                return name;
            }
            at = nextLine(message, at);
        }
        return Optional.empty();
    }

    /** The last word of the first line: of a request its version. */
    public static String version(byte[] message) {
        int from = start(message);
        int to = Math.min(message.length, nextLine(message, from));
        String line = new String(message, from, to - from, StandardCharsets.US_ASCII).strip();
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    /** Keep-alives may stand before the first line. */
    private static int start(byte[] message) {
        int at = 0;
        while (at < message.length && message[at] >= 0 && message[at] < ' ') {
            at++;
        }
        return at;
    }

    private static Optional<String> single(byte[] message, int from) {
        int end = from;
        while (end < message.length && message[end] > ' ' && message[end] != ':') {
            end++;
        }
        int length = end - from;
        if (length == 0 || length > LONGEST_NAME) {
            return Optional.empty(); // a folded line, or a name that is none of these
        }
        String name = new String(message, from, length, StandardCharsets.US_ASCII);
        return Optional.ofNullable(SINGLE.get(name.toLowerCase(Locale.ROOT)));
    }

    private static int nextLine(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
