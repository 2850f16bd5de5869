package org.offhook.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The word pieces of MiniLM and their numbers; immutable, any thread.
 *
 * <p>The numbers double as a frequency list: from {@value #FIRST_WORD} on, BERT's vocabulary is
 * sorted by how often a piece was seen, "the" first.
 */
final class Vocabulary {
    private static final String RESOURCE = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int FIRST_WORD = 1996;
    private static final int LAST_WORD = 30_521;

    private static volatile Vocabulary loaded;

    private final Map<String, Integer> ids;

    private Vocabulary(Map<String, Integer> ids) {
        this.ids = Map.copyOf(ids);
    }

    /** The one of the class path; read once. */
    static Vocabulary load() throws IOException {
        Vocabulary there = loaded;
        if (there == null) {
            there = read();
            loaded = there; // two who race read the same
        }
        return there;
    }

    private static Vocabulary read() throws IOException {
        try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("not on the class path: " + RESOURCE);
            }
            return new Vocabulary(vocab(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    /** Number of a piece, or -1. */
    int id(String piece) {
        return ids.getOrDefault(piece, -1);
    }

    /** How rare a lower-case word is in general English: 0 "the" to 1 not known as one piece. */
    double rarity(String word) {
        int id = id(word);
        if (id < FIRST_WORD) {
            return word.length() == 1 ? 0 : 1; // single characters stand before the words
        }
        return Math.log1p(id - FIRST_WORD) / Math.log1p(LAST_WORD - FIRST_WORD);
    }

    /** The object at {@code "vocab"}: strings to whole numbers, nothing nested. */
    private static Map<String, Integer> vocab(String json) throws IOException {
        int at = json.indexOf("\"vocab\"");
        at = at < 0 ? -1 : json.indexOf('{', at);
        if (at < 0) {
            throw new IOException("no vocab in " + RESOURCE);
        }
        var ids = new HashMap<String, Integer>(1 << 16);
        var piece = new StringBuilder();
        while (true) {
            int quote = at;
            // Each looked for by itself, the brace would be sought to the end for every piece.
            while (json.charAt(quote) != '"' && json.charAt(quote) != '}') {
                quote++;
            }
            if (json.charAt(quote) == '}') {
                break;
            }
            piece.setLength(0);
            at = text(json, quote + 1, piece);
            int colon = json.indexOf(':', at);
            at = colon + 1;
            while (json.charAt(at) == ' ') {
                at++;
            }
            int digits = at;
            while (Character.isDigit(json.charAt(at))) {
                at++;
            }
            ids.put(piece.toString(), Integer.parseInt(json, digits, at, 10));
        }
        if (ids.size() < 1000) {
            throw new IOException("vocab of " + RESOURCE + " holds only " + ids.size() + " pieces");
        }
        return ids;
    }

    /** Appends the JSON string whose first character is at {@code at}; returns what follows it. */
    private static int text(String json, int at, StringBuilder out) throws IOException {
        int next = at;
        while (json.charAt(next) != '"') {
            char c = json.charAt(next++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = json.charAt(next++);
            switch (escaped) {
                case '"', '\\', '/' -> out.append(escaped);
                case 'u' -> {
                    out.append((char) Integer.parseInt(json, next, next + 4, 16));
                    next += 4;
                }
                default -> throw new IOException("escape in " + RESOURCE + ": \\" + escaped);
            }
        }
        return next + 1;
    }
}
