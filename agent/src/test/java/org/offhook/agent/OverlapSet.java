package org.offhook.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The scripted overlaps: two halves without a voice, a sentence, a seed or a recording of the
 * agent's in common. Thresholds and lists may be chosen on {@link Half#TUNED}; {@link
 * Half#HELD_BACK} is what may be quoted. The same from run to run.
 */
final class OverlapSet {
    enum Half {
        TUNED(1, List.of("flite:rms", "espeak:en-us+f2", "flite:awb", "espeak:en-gb+m3")),
        HELD_BACK(
                2, List.of("flite:slt", "espeak:en-gb-scotland", "flite:kal16", "espeak:en-us+f4"));

        private final int seed;
        private final List<String> voices;

        Half(int seed, List<String> voices) {
            this.seed = seed;
            this.voices = voices;
        }
    }

    /** Short ones have no other form: both halves say them, in their own voices. */
    private static final List<String> COMMANDS =
            List.of(
                    "Stop.",
                    "Wait.",
                    "No, wait.",
                    "Excuse me.",
                    "What?",
                    "Hold on.",
                    "Hello?",
                    "Stop, please.",
                    "Sorry, what?",
                    "Hang on.",
                    "No.",
                    "Pardon?",
                    "One second.",
                    "Wait a minute.",
                    "No, no.");

    private static final List<List<String>> QUESTIONS =
            List.of(
                    List.of(
                            "Can I ask you something?",
                            "When do you open?",
                            "How much does it cost?",
                            "Where can I park?",
                            "Do you take my insurance?",
                            "Can I speak to a person?",
                            "What was the number again?",
                            "Are you a robot?",
                            "Is there a bus?",
                            "Who is the doctor?",
                            "Why?",
                            "Saturday?",
                            "Operator."),
                    List.of(
                            "Could you repeat that?",
                            "Are you open on Sunday?",
                            "What is the price?",
                            "How do I get there?",
                            "Is Doctor Bell there today?",
                            "Can you say that more slowly?",
                            "What did you say?",
                            "Do I need an appointment?",
                            "Which floor is it?",
                            "Why is that?",
                            "Where?",
                            "Tuesday?",
                            "Agent."));

    private static final List<List<String>> STATEMENTS =
            List.of(
                    List.of(
                            "I want to cancel my appointment.", "That's not what I asked.",
                            "I need a new prescription.", "My name is Peter Miller.",
                            "I already know that.", "Let me talk to somebody else.",
                            "It is about my daughter.", "You don't understand me."),
                    List.of(
                            "I would like to move my visit to Tuesday.", "I meant the other one.",
                            "I am calling about a bill.", "This is an emergency.",
                            "I don't need the address.", "Please connect me with the nurse.",
                            "My son has a fever.", "That was my question yesterday."));

    private static final List<String> NODS =
            List.of(
                    "mm-hm",
                    "hmm",
                    "mm",
                    "uh huh",
                    "yes",
                    "yeah",
                    "okay",
                    "right",
                    "I see",
                    "sure",
                    "uh-huh",
                    "oh",
                    "ah",
                    "all right",
                    "okay okay",
                    "yes yes",
                    "got it",
                    "oh okay",
                    "yeah, right",
                    "good",
                    "fine",
                    "mm-hm",
                    "great",
                    "ah, okay");

    private final Half half;
    private final SplittableRandom random;
    private final OverlapVoices voices;
    private final List<AgentRecordings.Recording> recordings = new ArrayList<>();
    private final List<short[]> clips;
    private final List<Overlap> made = new ArrayList<>();

    private OverlapSet(Half half, OverlapVoices voices, Optional<Path> clips) throws IOException {
        this.half = half;
        this.random = new SplittableRandom(2_000 + half.seed);
        this.voices = voices;
        List<AgentRecordings.Recording> all = AgentRecordings.longerThan(5_600);
        for (int i = 0; i < all.size(); i++) {
            if (i % 2 == half.ordinal()) {
                recordings.add(all.get(i));
            }
        }
        this.clips = clips.isPresent() ? clips(clips.get(), half) : List.of();
    }

    /**
     * Makes one half.
     *
     * @param clips folder of WAV files of human speech, which interrupt too
     * @param share of the set, 0 to 1, evenly taken
     */
    static List<Overlap> of(Half half, OverlapVoices voices, Optional<Path> clips, double share)
            throws IOException, InterruptedException {
        List<Overlap> all = new OverlapSet(half, voices, clips).all();
        var some = new ArrayList<Overlap>();
        for (int i = 0; i < all.size(); i++) {
            if ((int) ((i + 1) * share) > (int) (i * share)) {
                some.add(all.get(i));
            }
        }
        return some;
    }

    private List<Overlap> all() throws IOException, InterruptedException {
        interruptions(Overlap.Kind.INTERRUPTION, 66);
        interruptions(Overlap.Kind.INTERRUPTION_IN_ECHO, 44);
        for (short[] clip : clips) {
            add(Overlap.Kind.INTERRUPTION, "human", atLevel(clip, -30, -18), null);
        }
        for (int i = 0; i < 2 * NODS.size() + 4; i++) {
            String nod = NODS.get(i % NODS.size());
            add(Overlap.Kind.BACKCHANNEL, nod, atLevel(say(nod, i / 2), -32, -20), null);
        }
        noises();
        for (int i = 0; i < 40; i++) {
            Overlap.Echo echo = echo(i % 5 == 4 ? 14 : 20);
            add(Overlap.Kind.ECHO, "echo -" + echo.lossDb() + " dB", new short[0], echo);
        }
        return made;
    }

    private void interruptions(Overlap.Kind kind, int count)
            throws IOException, InterruptedException {
        List<String> questions = QUESTIONS.get(half.ordinal());
        List<String> statements = STATEMENTS.get(half.ordinal());
        for (int i = 0; i < count; i++) {
            String words =
                    switch (i % 5) {
                        case 0, 1, 2 -> COMMANDS.get(3 * (i / 5) % COMMANDS.size() + i % 5);
                        case 3 -> questions.get(i / 5 % questions.size());
                        default -> statements.get(i / 5 % statements.size());
                    };
            Overlap.Echo echo =
                    kind == Overlap.Kind.INTERRUPTION ? null : echo(i % 5 == i / 5 % 5 ? 14 : 20);
            add(kind, words, atLevel(say(words, i + i / 5), -30, -18), echo);
        }
    }

    private void noises() throws IOException, InterruptedException {
        var noises = new OverlapNoises(random.nextLong());
        for (int round = 0; round < 5; round++) {
            for (OverlapNoises.Type type : OverlapNoises.Type.values()) {
                String what = type.name().toLowerCase(java.util.Locale.ROOT);
                add(Overlap.Kind.NOISE, what, atLevel(noises.make(type), -38, -18), null);
            }
        }
        for (int i = 0; i < 10; i++) {
            // A caller speaks at -24 dBFS in the middle; others in the room 25 to 30 dB below.
            add(Overlap.Kind.NOISE, "babble", atLevel(babble(), -54, -49), null);
        }
    }

    /** Three people who talk to each other, far away. */
    private short[] babble() throws IOException, InterruptedException {
        var out = new short[3 * OverlapVoices.RATE_HZ];
        for (int person = 0; person < 3; person++) {
            List<String> lines = STATEMENTS.get(half.ordinal());
            String line = lines.get(random.nextInt(lines.size()));
            short[] said = OverlapVoices.levelled(say(line, person), -20);
            int at = random.nextInt(OverlapVoices.RATE_HZ);
            for (int i = 0; i < said.length && at + i < out.length; i++) {
                out[at + i] = (short) Math.clamp(out[at + i] + said[i], -32_768, 32_767);
            }
        }
        return out;
    }

    private Overlap.Echo echo(int lossDb) {
        return new Overlap.Echo(random.nextInt(20, 401), lossDb, random.nextBoolean());
    }

    private short[] say(String words, int voice) throws IOException, InterruptedException {
        return voices.say(half.voices.get(voice % half.voices.size()), words);
    }

    private short[] atLevel(short[] sound, double least, double most) {
        return OverlapVoices.levelled(sound, random.nextDouble(least, most));
    }

    private void add(Overlap.Kind kind, String what, short[] sound, Overlap.Echo echo) {
        var recording = recordings.get(random.nextInt(recordings.size()));
        int latest = Math.min(3_500, recording.audio().millis() - 2_600);
        int at = random.nextInt(400, Math.max(401, latest));
        double loss = made.size() % 4 == 3 ? 2 : 0;
        made.add(new Overlap(kind, what, recording, at, sound, echo, loss, random.nextLong()));
    }

    private static List<short[]> clips(Path folder, Half half) throws IOException {
        var clips = new ArrayList<short[]>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> wavs = files.filter(f -> f.toString().endsWith(".wav")).sorted().toList();
            for (int i = half.ordinal(); i < wavs.size(); i += 2) {
                short[] clip = OverlapVoices.read(wavs.get(i));
                clips.add(Arrays.copyOf(clip, Math.min(clip.length, 3 * OverlapVoices.RATE_HZ)));
            }
        }
        return clips;
    }
}
