package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Lookup;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.WrongRate;
import org.offhook.tests.peer.CallersVoice;
import org.offhook.tests.peer.Sound;

/**
 * What recognition costs the cache: questions of the demo and of BANKING77 are spoken, each by one
 * of several voices, carried over telephone lines of six qualities, recognised by the default
 * recogniser and looked up as by default. Speech and words are kept in {@code tests/target/spoken};
 * a second run only looks up.
 */
final class Spoken {
    private static final Path FOLDER = Path.of("tests/target/spoken").toAbsolutePath();
    private static final double SPEECH_DBFS = -23;
    private static final String AS_WRITTEN = "as written, not spoken";
    private static final List<String> VOICES =
            List.of(
                    "flite:slt",
                    "espeak:en-us",
                    "flite:rms",
                    "espeak:en-gb+f3",
                    "flite:awb",
                    "espeak:en-us+m3");

    private static final List<SpokenLine> LINES =
            List.of(
                    new SpokenLine(0, -60),
                    new SpokenLine(2, -60),
                    new SpokenLine(5, -60),
                    new SpokenLine(0, -42),
                    new SpokenLine(2, -42),
                    new SpokenLine(5, -42));

    private final Moonshine recogniser;
    private final CallersVoice voices = new CallersVoice(FOLDER);
    private final Path wordsFile = FOLDER.resolve("words.tsv");
    private final Map<String, String> words = new HashMap<>();

    /** Lookups of one condition, counted. */
    private static final class Count {
        private int asked;
        private int answerable;
        private int right;
        private int wrong;

        void add(String expected, Lookup found) {
            asked++;
            answerable += expected.isEmpty() ? 0 : 1;
            if (found instanceof Lookup.Hit hit) {
                boolean isRight = hit.answer().id().equals(expected);
                right += isRight ? 1 : 0;
                wrong += isRight ? 0 : 1;
            }
        }

        @Override
        public String toString() {
            int hits = right + wrong;
            return String.format(
                    Locale.ROOT,
                    "%3d asked, useful %3d of %3d = %s; wrong %2d of %3d hits, at most %.1f %%",
                    asked,
                    right,
                    answerable,
                    AnsweringFigures.wilson(right, answerable),
                    wrong,
                    hits,
                    100 * WrongRate.upperBound(wrong, hits));
        }
    }

    private Spoken(Moonshine recogniser) throws IOException {
        this.recogniser = recogniser;
        Files.createDirectories(FOLDER);
        if (Files.exists(wordsFile)) {
            for (String line : Files.readAllLines(wordsFile)) {
                int tab = line.indexOf('\t');
                words.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
    }

    /**
     * @param arguments DATA, the folder of {@code banking77/}; how many of the demo's questions
     *     (100) and of banking (200)
     */
    public static void main(String[] arguments) throws Exception {
        int ofDemo = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int ofBanking = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2 * ofDemo;
        String elsewhere = System.getenv("OFFHOOK_MODELS");
        ModelFiles files =
                ModelFiles.in(
                        elsewhere == null ? ModelFiles.defaultDirectory() : Path.of(elsewhere));
        files.fetch((what, done, total) -> {});
        Path index = Files.createTempDirectory("offhook-spoken").resolve("index");
        try (var recogniser = Moonshine.load(files, Moonshine.Size.BASE);
                var embedder = MiniLmEmbedder.load();
                var cache = AnswerCache.open(index, embedder)) {
            var spoken = new Spoken(recogniser);
            var sets = new ArrayList<>(SpokenSet.demo(ofDemo));
            sets.add(SpokenSet.banking(Path.of(arguments[0]), ofBanking));
            for (SpokenSet set : sets) {
                cache.sync(set.name(), set.bank());
                spoken.run(set, cache);
            }
        }
    }

    private void run(SpokenSet set, AnswerCache cache) throws IOException, InterruptedException {
        SequencedMap<String, Count> byLine = new LinkedHashMap<>();
        SequencedMap<String, Count> byVoice = new LinkedHashMap<>();
        int number = 0;
        for (SpokenSet.Question question : set.questions()) {
            String voice = VOICES.get(number % VOICES.size());
            Lookup written = cache.lookup(set.name(), question.text());
            count(byLine, AS_WRITTEN, question, written);
            Sound said = null;
            for (SpokenLine line : LINES) {
                String key = Integer.toHexString((voice + question.text() + line).hashCode());
                String heard = words.get(key);
                if (heard == null) {
                    said = said == null ? voices.say(voice, question.text(), SPEECH_DBFS) : said;
                    heard = recognised(line.heard(said, key.hashCode()));
                    keep(key, heard);
                }
                Lookup found = cache.lookup(set.name(), heard);
                count(byLine, line.toString(), question, found);
                count(byVoice, voice, question, found);
            }
            number++;
            System.err.printf("\r%s: %d of %d", set.name(), number, set.questions().size());
        }
        System.err.println();
        System.out.printf("%s: %d answers%n", set.name(), set.bank().size());
        byLine.forEach((line, count) -> System.out.printf("  %-24s %s%n", line, count));
        byVoice.forEach((voice, count) -> System.out.printf("  %-24s %s%n", voice, count));
    }

    private static void count(
            Map<String, Count> counts, String name, SpokenSet.Question question, Lookup found) {
        counts.computeIfAbsent(name, _ -> new Count()).add(question.expected(), found);
    }

    private String recognised(short[] samples) throws IOException, InterruptedException {
        return recogniser.recognise(samples, samples.length, () -> false).replaceAll("\\s+", " ");
    }

    private void keep(String key, String heard) throws IOException {
        words.put(key, heard);
        Files.writeString(
                wordsFile,
                key + "\t" + heard + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
