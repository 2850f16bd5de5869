package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes what a provider says about a failure fit for a log: short, on one line, without the key and
 * without what caller and agent said. Providers like to quote both.
 */
final class PeerText {
    private static final int LONGEST = 160;

    private final String apiKey;
    private final Set<String> spokenWords = new HashSet<>();
    private final Set<String> spokenPairs = new HashSet<>();

    /**
     * @param spoken texts sent to the provider; two words in a row of any of them, a single word of
     *     a text of one, and anything with a digit are masked
     */
    PeerText(String apiKey, List<String> spoken) {
        this.apiKey = apiKey;
        for (String text : spoken) {
            List<String> words = words(text);
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (words.size() == 1 || word.chars().anyMatch(Character::isDigit)) {
                    spokenWords.add(word);
                }
                if (i > 0) {
                    spokenPairs.add(words.get(i - 1) + " " + word);
                }
            }
        }
    }

    /** The error's own words, where JSON has any in one of the usual places; empty otherwise. */
    static String complaint(JsonNode body) {
        JsonNode error = body.path("error");
        for (JsonNode place :
                List.of(
                        error.path("message"),
                        error,
                        body.path("message"),
                        body.path("detail"),
                        body.path("detail").path("message"),
                        body.path("detail").path(0).path("msg"))) {
            if (place.isTextual() && !place.textValue().isBlank()) {
                return place.textValue();
            }
        }
        return "";
    }

    /** The text masked and cut. */
    String safe(String said) {
        String text = apiKey.isEmpty() ? said : said.replace(apiKey, "***");
        String[] parts = text.strip().split("[\\s\\p{Cntrl}]+");
        boolean[] masked = new boolean[parts.length];
        String before = "";
        int beforePart = 0;
        for (int i = 0; i < parts.length; i++) {
            // Providers show a refused key by its ends: sk-ab***xyz.
            masked[i] |= parts[i].contains("**") || parts[i].matches(".*\\bsk-\\S+");
            for (String word : words(parts[i])) {
                masked[i] |= spokenWords.contains(word);
                if (spokenPairs.contains(before + " " + word)) {
                    masked[i] = true;
                    masked[beforePart] = true;
                }
                before = word;
                beforePart = i;
            }
        }
        var out = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            out.append(out.isEmpty() ? "" : " ").append(masked[i] ? "***" : parts[i]);
        }
        return out.length() <= LONGEST ? out.toString() : out.substring(0, LONGEST) + "…";
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
