package org.offhook.agent;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;
import org.offhook.media.PreparedAudio;

/** What the agent of a simulated call can say: each thing a tone of its own. */
final class SimulatedRepertoire {
    private static final int MODEL_HZ = 3_100;

    private final Map<Prompt, Repertoire.Line> prompts = new HashMap<>();
    private final Map<String, Repertoire.Line> answers = new HashMap<>();
    private final Map<String, Integer> pitches = new HashMap<>();
    private final Map<String, Answer> known = new HashMap<>();

    SimulatedRepertoire() {
        int pitch = 400;
        for (Prompt prompt : Prompt.values()) {
            prompts.put(prompt, line(prompt.key(), pitch += 80, 800));
        }
    }

    Repertoire repertoire() {
        return new Repertoire(prompts, answers);
    }

    /** It knows an answer to these exact words. */
    void knows(String words, String id, int millis, Answer.Then then) {
        answers.put(id, line(id, 1300 + 150 * answers.size(), millis));
        known.put(words, new Answer(id, id, List.of(words), then));
    }

    /** It has something to say to everything. */
    void anything(String name, int millis) {
        answers.put(name, line(name, MODEL_HZ, millis));
    }

    private Repertoire.Line line(String name, int pitchHz, int millis) {
        pitches.put(name, pitchHz);
        short[] tone = Tone.of(pitchHz, millis);
        return new Repertoire.Line(name, Optional.of(PreparedAudio.encode(tone, tone.length)));
    }

    boolean has(String name) {
        return answers.containsKey(name);
    }

    PreparedAudio audio(String name) {
        return answers.get(name).audio().orElseThrow();
    }

    int pitch(String name) {
        return pitches.get(name);
    }

    Collection<Integer> pitches() {
        return pitches.values();
    }

    Lookup lookup(String words) {
        Answer answer = known.get(words);
        var evidence = new Lookup.Evidence(answer == null ? 0 : 1, 1, "", "", "scripted");
        return answer == null ? new Lookup.Miss(evidence) : new Lookup.Hit(answer, true, evidence);
    }
}
