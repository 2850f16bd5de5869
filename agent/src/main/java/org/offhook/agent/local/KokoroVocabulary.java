package org.offhook.agent.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kokoro's symbols and their numbers, from its {@code tokenizer.json}. Immutable. */
final class KokoroVocabulary {
    private static final long BORDER = 0;

    private final Map<Integer, Long> ids;

    private KokoroVocabulary(Map<Integer, Long> ids) {
        this.ids = Map.copyOf(ids);
    }

    static KokoroVocabulary read(Path tokenizerJson) throws IOException {
        JsonNode symbols =
                new ObjectMapper().readTree(tokenizerJson.toFile()).path("model").path("vocab");
        Map<Integer, Long> ids = new HashMap<>();
        for (Map.Entry<String, JsonNode> symbol : symbols.properties()) {
            ids.put(symbol.getKey().codePointAt(0), symbol.getValue().asLong());
        }
        if (ids.isEmpty()) {
            throw new IOException("no model.vocab in " + tokenizerJson);
        }
        return new KokoroVocabulary(ids);
    }

    /** The model's input: a border, the known symbols, a border. Unknown symbols are left out. */
    long[] ids(String phonemes) {
        long[] known = phonemes.codePoints().filter(ids::containsKey).mapToLong(ids::get).toArray();
        long[] bordered = new long[known.length + 2];
        bordered[0] = BORDER;
        System.arraycopy(known, 0, bordered, 1, known.length);
        bordered[known.length + 1] = BORDER;
        return bordered;
    }
}
