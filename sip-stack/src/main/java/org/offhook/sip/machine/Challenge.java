package org.offhook.sip.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One challenge that we can answer: the value of a WWW-Authenticate or Proxy-Authenticate header
 * (RFC 3261 §22, RFC 8760).
 *
 * @param proxy came in Proxy-Authenticate, so the answer goes into Proxy-Authorization
 * @param opaque empty where there is none
 * @param auth the server offers {@code qop=auth}
 * @param stale the credentials were right, the nonce was old
 */
public record Challenge(
        boolean proxy,
        String realm,
        String nonce,
        String opaque,
        Digest algorithm,
        boolean auth,
        boolean stale) {

    /** Empty where it is not Digest, or asks for an algorithm or protection that we do not have. */
    public static Optional<Challenge> parse(String headerValue, boolean proxy) {
        String trimmed = headerValue.strip();
        if (!trimmed.regionMatches(true, 0, "Digest ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(trimmed.substring(7));
        Optional<Digest> algorithm = Digest.named(parameters.getOrDefault("algorithm", "MD5"));
        String nonce = parameters.get("nonce");
        String qop = parameters.getOrDefault("qop", "").toLowerCase(Locale.ROOT);
        boolean auth = List.of(qop.split("[,\\s]+")).contains("auth");
        if (algorithm.isEmpty() || nonce == null || !qop.isEmpty() && !auth) {
            return Optional.empty();
        }
        return Optional.of(
                new Challenge(
                        proxy,
                        parameters.getOrDefault("realm", ""),
                        nonce,
                        parameters.getOrDefault("opaque", ""),
                        algorithm.get(),
                        auth,
                        parameters.getOrDefault("stale", "").equalsIgnoreCase("true")));
    }

    /** Those of one response that we can answer, in its order. */
    static List<Challenge> answerable(List<String> www, List<String> proxy) {
        List<Challenge> answerable = new ArrayList<>();
        www.forEach(value -> parse(value, false).ifPresent(answerable::add));
        proxy.forEach(value -> parse(value, true).ifPresent(answerable::add));
        return answerable;
    }

    /** The one with the stronger algorithm, else this: its server put it first (RFC 8760 §2.4). */
    Challenge stronger(Challenge other) {
        return other.algorithm.compareTo(algorithm) < 0 ? other : this;
    }

    /** Why none of these challenges can be answered, in words for an administrator. */
    public static String obstacle(List<String> www, List<String> proxy) {
        List<String> all = Stream.concat(www.stream(), proxy.stream()).map(String::strip).toList();
        if (all.isEmpty()) {
            return "it sent no challenge";
        }
        String first = all.getFirst();
        if (!first.regionMatches(true, 0, "Digest ", 0, 7)) {
            return "it asks for " + first.split("\\s")[0];
        }
        Map<String, String> parameters = parameters(first.substring(7));
        String algorithm = parameters.getOrDefault("algorithm", "MD5");
        if (Digest.named(algorithm).isEmpty()) {
            return "it takes only " + algorithm;
        }
        return parameters.containsKey("nonce")
                ? "it takes only qop=" + parameters.getOrDefault("qop", "")
                : "its challenge has no nonce";
    }

    /** Comma-separated {@code name=value} and {@code name="quoted \" value"}; names lower case. */
    static Map<String, String> parameters(String text) {
        Map<String, String> found = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = text.substring(at, equals).replace(',', ' ').strip();
            StringBuilder value = new StringBuilder();
            at = value(text, equals + 1, value);
            found.putIfAbsent(name.toLowerCase(Locale.ROOT), value.toString());
        }
        return found;
    }

    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        at += quoted ? 1 : 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (quoted && c == '\\' && at < text.length()) {
                value.append(text.charAt(at++));
            } else if (quoted ? c == '"' : c == ',') {
                break;
            } else {
                value.append(c);
            }
        }
        if (!quoted) {
            String bare = value.toString().strip();
            value.setLength(0);
            value.append(bare);
        }
        return at;
    }
}
