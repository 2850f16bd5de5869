package org.offhook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The set of {@link PauseReport}: turns drawn from the templates in {@code pauses/turns.txt}, with
 * names and numbers filled in and pauses drawn for the places marked. The same seed, the same set.
 * The two halves share neither a template nor, but for one, a voice.
 */
final class PausedTurns {
    static final int PER_HALF = 260;
    static final int PUBLIC_PER_HALF = 60;

    private static final long SEED = 20_261_129;

    /** Kinds and how often they come, in percent; a few are in the set more than in life. */
    private static final String[] KINDS = {
        "question", "hesitant", "story", "digits", "spelled", "email", "when", "address", "short"
    };

    private static final int[] PERCENT = {26, 15, 12, 15, 6, 5, 7, 6, 8};

    private static final List<String> TUNING_VOICES =
            List.of("flite/rms", "flite/slt", "flite/awb", "espeak/en-us");
    private static final List<String> REPORT_VOICES =
            List.of(
                    "flite/kal16",
                    "flite/rms",
                    "espeak/en-gb-x-rp",
                    "espeak/en-us+f3",
                    "espeak/en-gb-scotland");

    private static final double PAUSE_TAKEN = 0.75;
    private static final int MOST_PAUSES = 4;

    private record Template(boolean tunes, String kind, String asked, String text) {}

    private final Random random = new Random(SEED);
    private final Slots slots = new Slots(random);
    private final List<PausedTurn> turns = new ArrayList<>();

    private PausedTurns() {}

    /**
     * @param texts folder with {@code clinc150/data_full.json} for the kind "public"; null: without
     */
    static List<PausedTurn> draw(Path texts) throws IOException {
        var set = new PausedTurns();
        List<Template> templates = templates();
        for (boolean tunes : new boolean[] {true, false}) {
            for (int i = 0; i < PER_HALF; i++) {
                String kind = set.kind();
                List<Template> fitting =
                        templates.stream()
                                .filter(t -> t.tunes == tunes && t.kind.equals(kind))
                                .toList();
                set.add(fitting.get(set.random.nextInt(fitting.size())));
            }
        }
        if (texts != null) {
            for (boolean tunes : new boolean[] {true, false}) {
                List<String> sentences = clinc(texts, tunes ? "val" : "test");
                for (int i = 0; i < PUBLIC_PER_HALF; i++) {
                    String sentence = sentences.get(set.random.nextInt(sentences.size()));
                    set.add(new Template(tunes, "public", "", set.barred(sentence)));
                }
            }
        }
        return set.turns;
    }

    private static List<Template> templates() throws IOException {
        try (InputStream in = PausedTurns.class.getResourceAsStream("/pauses/turns.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(cells ->
                            new Template(cells[0].equals("tune"), cells[1], cells[2], cells[3]))
                    .toList();
        }
    }

    /** Sentences of one of CLINC150's splits. */
    static List<String> clinc(Path texts, String split) throws IOException {
        String json = Files.readString(texts.resolve("clinc150/data_full.json"));
        int begin = json.indexOf("\"" + split + "\":");
        int end = json.indexOf("\n    ]", begin);
        var sentences = new ArrayList<String>();
        Matcher pair =
                Pattern.compile("\\[\\s+\"([^\"\\\\]+)\",").matcher(json.substring(begin, end));
        while (pair.find()) {
            sentences.add(pair.group(1));
        }
        return sentences;
    }

    private String kind() {
        int draw = random.nextInt(100);
        for (int i = 0; i < KINDS.length; i++) {
            draw -= PERCENT[i];
            if (draw < 0) {
                return KINDS[i];
            }
        }
        throw new IllegalStateException("the percentages do not add up to 100");
    }

    /** A pause anywhere between two words: half of the sentences have one, some two. */
    private String barred(String sentence) {
        var words = new ArrayList<>(List.of(sentence.split(" ")));
        int pauses = random.nextInt(10) < 4 ? 0 : random.nextInt(10) < 8 ? 1 : 2;
        for (int i = 0; i < pauses && words.size() > 3; i++) {
            words.add(1 + random.nextInt(words.size() - 1), "|");
        }
        return String.join(" ", words);
    }

    private void add(Template template) {
        boolean groups = template.kind.equals("digits") || template.kind.equals("spelled");
        var pieces = new ArrayList<String>();
        var pauses = new ArrayList<Integer>();
        for (String part : slots.fill(template.text).split("\\|")) {
            String piece = part.strip();
            if (piece.isEmpty()) {
                continue;
            }
            boolean joined = random.nextDouble() >= PAUSE_TAKEN || pauses.size() == MOST_PAUSES;
            if (!pieces.isEmpty() && joined) {
                pieces.add(pieces.removeLast() + " " + piece);
            } else {
                if (!pieces.isEmpty()) {
                    pauses.add(pauseMillis(groups));
                }
                pieces.add(piece);
            }
        }
        List<String> voices = template.tunes ? TUNING_VOICES : REPORT_VOICES;
        turns.add(
                new PausedTurn(
                        turns.size(),
                        template.tunes,
                        template.kind,
                        slots.fill(template.asked),
                        pieces,
                        pauses,
                        voices.get(random.nextInt(voices.size())),
                        random.nextInt(100) < 30,
                        random.nextInt(100) < 25,
                        random.nextInt(100) < 20));
    }

    /**
     * Log-normal: half are shorter than 520 ms and 5 % longer than 1.8 s, between what is known of
     * two-channel conversations (p95 1.4 s) and call centres (2.5 s). Groups of digits and letters
     * are read out more evenly.
     */
    private int pauseMillis(boolean groups) {
        double drawn =
                groups
                        ? 450 * Math.exp(0.55 * random.nextGaussian())
                        : 520 * Math.exp(0.75 * random.nextGaussian());
        return (int) Math.clamp(drawn, 200, 2_500);
    }

    /** Fills names and numbers in. */
    private static final class Slots {
        private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
        private static final String[] DIGITS = {
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"
        };
        private static final String[] DAYS = {
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
        };
        private static final String[] MONTHS = {"January", "March", "June", "August", "October"};
        private static final String[] TENS = {
            "eighty four", "seventy two", "ninety one", "sixty eight"
        };
        private static final String[] NTH = {"third", "ninth", "twelfth", "twentieth", "fifth"};
        private static final String[] TIMES = {
            "seven o'clock", "half past nine", "three thirty", "noon", "a quarter to five"
        };
        private static final String[] FIRST = {
            "Mary", "David", "Susan", "Peter", "Helen", "Martin", "Laura", "Kevin"
        };
        private static final String[] LAST = {
            "Brown", "Miller", "Parker", "Schmidt", "Nolan", "Fisher", "Webster", "Kowalski"
        };
        private static final String[] STREETS = {"Oak", "Maple", "Station", "Mill", "Church"};
        private static final String[] CITIES = {"Boston", "Denver", "Chicago", "Portland"};
        private static final String[] FEW = {"two", "three", "four", "five"};
        private static final String[] NUMBERS = {
            "forty two", "seventeen", "one hundred and five", "eight", "thirty six"
        };

        private final Random random;

        Slots(Random random) {
            this.random = random;
        }

        String fill(String text) {
            return SLOT.matcher(text).replaceAll(slot -> value(slot.group(1)));
        }

        private String value(String slot) {
            return switch (slot) {
                case "n2" -> digits(2);
                case "n3" -> digits(3);
                case "n4" -> digits(4);
                case "l2" -> letter() + " " + letter();
                case "day" -> of(DAYS);
                case "month" -> of(MONTHS);
                case "nth" -> of(NTH);
                case "tens" -> of(TENS);
                case "time" -> of(TIMES);
                case "first" -> of(FIRST);
                case "last" -> of(LAST);
                case "street" -> of(STREETS);
                case "city" -> of(CITIES);
                case "two" -> of(FEW);
                case "num" -> of(NUMBERS);
                case "spell" -> spelled(of(LAST));
                default -> throw new IllegalArgumentException("no slot " + slot);
            };
        }

        private String of(String[] values) {
            return values[random.nextInt(values.length)];
        }

        private String digits(int count) {
            var words = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                words.add(of(DIGITS));
            }
            return String.join(" ", words);
        }

        private String letter() {
            return String.valueOf("BCDFGHJKLMNPRSTVXZ".charAt(random.nextInt(18)));
        }

        /** Letter by letter, now and then a place to breathe. */
        private String spelled(String name) {
            var letters = new ArrayList<String>();
            int group = 0;
            for (char letter : name.toUpperCase(java.util.Locale.ROOT).toCharArray()) {
                if (group >= 2 && random.nextInt(3) == 0) {
                    letters.add("|");
                    group = 0;
                }
                letters.add(String.valueOf(letter));
                group++;
            }
            return String.join(" ", letters);
        }
    }
}
