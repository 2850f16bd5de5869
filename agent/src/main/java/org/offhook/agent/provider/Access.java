package org.offhook.agent.provider;

import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Where a provider is and how it is entered. Checked when made; no message of a failed check, and
 * no {@link #toString()}, shows the key or a header's value.
 *
 * @param baseUrl up to and without the last path, as {@code https://api.openai.com/v1}; the scheme
 *     {@code h2c} means HTTP/2 without TLS by prior knowledge (RFC 9113 section 3.3)
 * @param apiKey sent as bearer token; empty where the provider wants none
 */
record Access(String name, String baseUrl, String apiKey, Map<String, String> headers) {
    private static final String H2C = "h2c:";

    Access {
        require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._ -]{0,63}"),
                "name: up to 64 plain characters");
        require(
                parse(baseUrl) != null,
                name + ": base URL must be http://, https:// or h2c:// with a host");
        require(isHeaderText(apiKey), name + ": api key has a character no header can carry");
        checkHeaders(name, headers);
        headers = Map.copyOf(headers);
    }

    static void checkHeaders(String name, Map<String, String> headers) {
        for (var header : headers.entrySet()) {
            String key = header.getKey();
            require(key.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"), name + ": no header name: " + key);
            require(
                    isHeaderText(header.getValue()),
                    name + ": header " + key + " has a character no header can carry");
        }
    }

    /** The address as HTTP knows it. */
    HttpUrl url() {
        return parse(baseUrl);
    }

    /** Whether to speak HTTP/2 without being asked to. */
    boolean priorKnowledge() {
        return baseUrl.startsWith(H2C);
    }

    /** The address without what may hold a secret: user, password and query. */
    String shownUrl() {
        String shown = url().newBuilder().username("").password("").query(null).build().toString();
        return priorKnowledge() ? shown.replaceFirst("http:", H2C) : shown;
    }

    @Override
    public String toString() {
        String shownHeaders =
                headers.keySet().stream()
                        .sorted()
                        .map(header -> header + "=***")
                        .collect(Collectors.joining(", ", "{", "}"));
        return "name=%s, baseUrl=%s, apiKey=%s, headers=%s"
                .formatted(name, shownUrl(), apiKey.isEmpty() ? "none" : "***", shownHeaders);
    }

    private static HttpUrl parse(String baseUrl) {
        return HttpUrl.parse(
                baseUrl.startsWith(H2C) ? "http:" + baseUrl.substring(H2C.length()) : baseUrl);
    }

    private static boolean isHeaderText(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    static void require(boolean good, String rule) {
        if (!good) {
            throw new IllegalArgumentException("provider " + rule);
        }
    }
}
