package org.offhook.agent.provider;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * An address whose path has places for arguments, as {@code https://host/orders/{id}}. What fills a
 * place stays within its segment: host, depth of the path and query are the operator's. Immutable.
 */
public final class UrlTemplate {
    private static final Pattern FORM =
            Pattern.compile("(https?://[^/?#]+)([^?#]*)(?:\\?([^#]*))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_-]*)}");

    /** Segments that mean another path (RFC 3986 section 5.2.4), however they are written. */
    private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}");

    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final String origin;
    private final String path;
    private final String query;
    private final Set<String> placeholders;

    private UrlTemplate(String origin, String path, String query, Set<String> placeholders) {
        this.origin = origin;
        this.path = path;
        this.query = query;
        this.placeholders = Set.copyOf(placeholders);
    }

    /**
     * @throws IllegalArgumentException the message is the rule that the text breaks, and shows
     *     nothing of it
     */
    public static UrlTemplate parse(String text) {
        Matcher form = FORM.matcher(text);
        require(form.matches(), "must be an http:// or https:// address without #");
        String query = form.group(3) == null ? "" : "?" + form.group(3);
        require(
                !(form.group(1) + query).contains("{"),
                "must have its {parameters} in the path only");
        require(
                !form.group(1).contains("@"),
                "must hold no user or password: they belong into headers");
        var names = new LinkedHashSet<String>();
        PLACE.matcher(form.group(2)).results().forEach(place -> names.add(place.group(1)));
        String filled = PLACE.matcher(form.group(2)).replaceAll("x");
        require(!filled.contains("{"), "has something between { and } that is no parameter's name");
        HttpUrl url = HttpUrl.parse(form.group(1) + filled + query);
        require(url != null, "must be an http:// or https:// address with a host");
        for (String segment : filled.split("/", -1)) {
            require(!DOTS.matcher(segment).matches(), "must not have . or .. in its path");
        }
        return new UrlTemplate(form.group(1), form.group(2), query, names);
    }

    /** Names of the arguments that it has a place for. */
    public Set<String> placeholders() {
        return placeholders;
    }

    /** Names in its own query. */
    public Set<String> queryNames() {
        return HttpUrl.get(origin + "/" + query).queryParameterNames();
    }

    /** Without its query, which may hold a key. */
    public String shown() {
        return origin + path + (query.isEmpty() ? "" : "?…");
    }

    /**
     * @param arguments at least one for each place
     * @throws ProviderException an argument cannot stay within its segment
     */
    HttpUrl fill(Map<String, String> arguments) throws ProviderException {
        var filled = new StringBuilder();
        Matcher places = PLACE.matcher(path);
        while (places.find()) {
            String value = arguments.get(places.group(1));
            places.appendReplacement(filled, Matcher.quoteReplacement(encode(places, value)));
        }
        places.appendTail(filled);
        for (String segment : filled.toString().split("/", -1)) {
            if (DOTS.matcher(segment).matches()) {
                throw new ProviderException("wrong arguments: . and .. name nothing");
            }
        }
        return HttpUrl.get(origin + filled + query);
    }

    private static String encode(Matcher place, String value) throws ProviderException {
        // Proxies on the way may decode %2F, and then it would be another path after all.
        if (value.isEmpty() || value.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
            throw new ProviderException(
                    "wrong arguments: "
                            + place.group(1)
                            + " must not be empty, nor have a slash, a backslash or a line break");
        }
        var encoded = new StringBuilder();
        for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
            if (one > 0 && UNRESERVED.indexOf(one) >= 0) {
                encoded.append((char) one);
            } else {
                encoded.append("%%%02X".formatted(one & 0xff));
            }
        }
        return encoded.toString();
    }

    private static void require(boolean good, String rule) {
        if (!good) {
            throw new IllegalArgumentException(rule);
        }
    }
}
