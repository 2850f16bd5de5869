package org.offhook.sip.machine;

import java.util.Optional;

/**
 * Which provisional response a PRACK confirms (RFC 3262 §7.2).
 *
 * @param response RSeq of that response
 * @param sequence CSeq number of the request that it answered
 * @param method CSeq method of that request
 */
public record RAck(long response, long sequence, String method) {
    /** Empty for what is no RAck. */
    public static Optional<RAck> parse(String header) {
        String[] parts = header.strip().split("\\s+");
        if (parts.length != 3 || !isNumber(parts[0]) || !isNumber(parts[1])) {
            return Optional.empty();
        }
        return Optional.of(new RAck(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]));
    }

    /** The header's value. */
    public String header() {
        return response + " " + sequence + " " + method;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,10}");
    }
}
