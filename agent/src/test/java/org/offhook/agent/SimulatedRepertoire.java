package org.offhook.agent;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.offhook.agent.loudness.Mastering;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;
import org.offhook.media.PreparedAudio;

/** What the agent of a simulated call can say: each thing a tone of its own. */
final class SimulatedRepertoire {
    private static final int MODEL_HZ = 3_100;

    /** So low that a click stands out from it. */
    private static final int FIXED_HZ = 220;

    private static final int VOICE_HZ = 150;

    /** All of an answer must have room in the playout, as nobody plays while it is put there. */
    private static final int SLOTTED_MILLIS = 300;

    /** What is spoken live. */
    static final String VOICE = "voice";

    private final Map<Prompt, Repertoire.Line> prompts = new HashMap<>();
    private final Map<String, Repertoire.Line> answers = new HashMap<>();
    private final Map<String, Integer> pitches = new HashMap<>();
    private final Map<String, Answer> known = new HashMap<>();
    private final Map<String, SlottedLine> slotted = new HashMap<>();
    private String order = "";
    private int withoutValue;

    SimulatedRepertoire() {
        int pitch = 400;
        for (Prompt prompt : Prompt.values()) {
            prompts.put(prompt, line(prompt.key(), pitch += 80, 800));
        }
    }

    Repertoire repertoire() {
        return new Repertoire(prompts, new Answers());
    }

    private final class Answers implements Repertoire.Answers {
        @Override
        public Optional<Repertoire.Line> line(Answer answer) {
            return Optional.ofNullable(answers.get(answer.id()));
        }

        @Override
        public Optional<SlottedLine> slotted(Answer answer) {
            return Optional.ofNullable(slotted.get(answer.id()));
        }

        @Override
        public void hadNoValue() {
            withoutValue++;
        }
    }

    /** Answers that were not said for want of a value. */
    int withoutValue() {
        return withoutValue;
    }

    /** On a Wednesday in spring. */
    SlotValues values() {
        var sources = new SlotSources(Map.of(), Map.of("order", "X-Order"), ZoneOffset.UTC);
        var caller = new Caller("200", "Ann Lee", header -> header.equals("X-Order") ? order : "");
        var noon = InstantSource.fixed(Instant.parse("2026-04-01T12:00:00Z"));
        return new SlotValues(sources, caller, Locale.ENGLISH, noon);
    }

    Agent.Cache gate() {
        return new SlotGate("simulated", this::lookup, values(), new Answers());
    }

    Repertoire.Line line(Prompt prompt) {
        return prompts.get(prompt);
    }

    /** What is prepared of it is one tone; the voice has one of its own, and is softer. */
    void knowsSlotted(String words, String id, String say, String orderOfCall) {
        order = orderOfCall;
        var pieces = new ArrayList<SlottedLine.Piece>();
        for (SlottedText.Part part : SlottedText.parts(say)) {
            pieces.add(
                    switch (part) {
                        case SlottedText.Part.Fixed(String text) ->
                                new SlottedLine.Piece.Prepared(text, mastered(id, FIXED_HZ));
                        case SlottedText.Part.Live(String text) -> new SlottedLine.Piece.Live(text);
                    });
        }
        pitches.put(VOICE, VOICE_HZ);
        Voice voice = new ToneVoice(VOICE_HZ, SLOTTED_MILLIS, 0.1);
        slotted.put(id, new SlottedLine(pieces, new LiveParts(List.of(voice))));
        known.put(words, new Answer(id, say, List.of(words), new Answer.Then.Listen()));
    }

    private PreparedAudio mastered(String name, int pitchHz) {
        pitches.put(name, pitchHz);
        short[] tone = Tone.of(pitchHz, SLOTTED_MILLIS);
        short[] mastered = Mastering.master(tone, tone.length);
        return PreparedAudio.encode(mastered, mastered.length);
    }

    /** It knows an answer to these exact words. */
    void knows(String words, String id, int millis, Answer.Then then) {
        answers.put(id, line(id, 1750 + 150 * answers.size(), millis));
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
