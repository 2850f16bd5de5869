package org.offhook.server.dial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a test call came to.
 *
 * @param codec as in SDP
 * @param setupMillis from INVITE to 200; includes our own cold start, some 100 ms of it
 * @param greetingMillis from 200 to the first voiced packet; empty where nothing was heard
 * @param hungUpBy {@code us}, {@code peer} or {@code network}
 */
public record DialReport(
        String uri,
        String codec,
        long setupMillis,
        OptionalLong greetingMillis,
        List<Turn> turns,
        String hungUpBy) {
    public DialReport {
        turns = List.copyOf(turns);
    }

    /**
     * One utterance and its answer.
     *
     * @param responseMillis from our last voiced packet to their first; empty where none came
     */
    public record Turn(String said, OptionalLong responseMillis, double answerSeconds) {}

    /** True where no voice was heard at all. */
    public boolean silent() {
        return greetingMillis.isEmpty()
                && turns.stream().allMatch(turn -> turn.responseMillis().isEmpty());
    }

    /** For a person. */
    public List<String> table() {
        var lines = new ArrayList<String>();
        lines.add(
                "answered after %d ms in %s, greeting %s"
                        .formatted(setupMillis, codec, after(greetingMillis)));
        if (!turns.isEmpty()) {
            lines.add("turn  response   answer  said");
        }
        for (int at = 0; at < turns.size(); at++) {
            Turn turn = turns.get(at);
            String response =
                    turn.responseMillis.isPresent()
                            ? turn.responseMillis.getAsLong() + " ms"
                            : "none";
            String seconds = String.format(Locale.ROOT, "%.1f s", turn.answerSeconds);
            lines.add("%4d  %8s  %7s  %s".formatted(at + 1, response, seconds, turn.said));
        }
        lines.add("hung up by " + hungUpBy);
        return lines;
    }

    private static String after(OptionalLong millis) {
        return millis.isPresent() ? "after " + millis.getAsLong() + " ms" : "not heard";
    }

    /** For a program: one line. */
    public String json() {
        var json = new StringBuilder("{\"uri\":");
        quote(json, uri).append(",\"codec\":");
        quote(json, codec).append(",\"setupMs\":").append(setupMillis);
        json.append(",\"greetingMs\":").append(number(greetingMillis)).append(",\"turns\":[");
        for (int at = 0; at < turns.size(); at++) {
            Turn turn = turns.get(at);
            json.append(at == 0 ? "" : ",").append("{\"said\":");
            quote(json, turn.said).append(",\"responseMs\":").append(number(turn.responseMillis));
            String seconds = String.format(Locale.ROOT, "%.2f", turn.answerSeconds);
            json.append(",\"answerSeconds\":").append(seconds).append('}');
        }
        json.append("],\"hungUpBy\":");
        return quote(json, hungUpBy).append('}').toString();
    }

    /** For a program: a call that failed. Status 0 where no SIP status came. */
    public static String failureJson(String uri, int status, String reason) {
        var json = new StringBuilder("{\"uri\":");
        quote(json, uri).append(",\"error\":{\"status\":").append(status).append(",\"reason\":");
        return quote(json, reason).append("}}").toString();
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "null";
    }

    /** A JSON string (RFC 8259 §7). */
    public static String quoted(String text) {
        return quote(new StringBuilder(), text).toString();
    }

    private static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }
}
