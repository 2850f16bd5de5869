package org.offhook.agent.provider;

import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a provider is and how it is entered. Checked when made; no message of a failed check, and
 * no {@link #toString()}, shows the key or a header's value.
 *
 * @param baseUrl up to and without the last path, as {@code https://api.openai.com/v1}; the scheme
 *     {@code h2c} means HTTP/2 without TLS by prior knowledge (RFC 9113 section 3.3)
 * @param apiKey sent as bearer token; empty where the provider wants none
 */
record Access(String name, String baseUrl, String apiKey, Map<String, String> headers) {
    Access {
        require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._ -]{0,63}"),
                "name: up to 64 plain characters");
        checkUrl(name, baseUrl);
        require(isHeaderText(apiKey), name + ": api key has a character no header can carry");
        for (var header : headers.entrySet()) {
            String key = header.getKey();
            require(key.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+"), name + ": no header name: " + key);
            require(
                    isHeaderText(header.getValue()),
                    name + ": header " + key + " has a character no header can carry");
        }
        headers = Map.copyOf(headers);
    }

    /** The host alone, in lower case. */
    String host() {
        return URI.create(baseUrl).getHost().toLowerCase(java.util.Locale.ROOT);
    }

    /** The address without what may hold a secret: user, password and query. */
    String shownUrl() {
        URI uri = URI.create(baseUrl);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
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

    private static void checkUrl(String name, String baseUrl) {
        // URI's own message repeats the address, and with it a password written into it.
        boolean good;
        try {
            URI uri = URI.create(baseUrl);
            good =
                    uri.getHost() != null
                            && uri.getRawFragment() == null
                            && uri.getScheme().matches("https?|h2c");
        } catch (IllegalArgumentException malformed) {
            good = false;
        }
        require(good, name + ": base URL must be http://, https:// or h2c:// with a host");
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
