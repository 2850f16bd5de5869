package org.offhook.agent;

import java.util.Map;
import java.util.Optional;
import org.offhook.media.PreparedAudio;

/**
 * All that an agent can say without thinking. Immutable.
 *
 * @param texts words by prompt key or answer id
 * @param audio prepared audio by prompt key or answer id; may lack some
 */
public record Repertoire(Map<String, String> texts, Map<String, PreparedAudio> audio) {
    public Repertoire {
        texts = Map.copyOf(texts);
        audio = Map.copyOf(audio);
    }

    Optional<PreparedAudio> find(String id) {
        return Optional.ofNullable(audio.get(id));
    }

    String text(String id) {
        return texts.getOrDefault(id, "");
    }
}
