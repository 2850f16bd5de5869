package org.offhook.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.offhook.media.HeardFrames;
import org.offhook.media.Pcm;

/**
 * False cut-offs and latency at the end of a turn, of plain silences and of ours, over {@link
 * PausedTurns}; {@code tests/bench/pauses} runs it. No test by its name, so that only that does.
 * Latency runs from the caller's last sound to the decision.
 */
final class PauseReport {
    private static final Path TARGET =
            Path.of(System.getProperty("offhook.pauses", "target/pauses"));

    private static final int[] SILENCES = {200, 300, 400, 500, 640, 800, 1_000, 1_300};
    private static final double[] ODDS = {0.5, 1, 1.5, 2, 3, 4, 6, 9, 14};

    private static final Completeness SHIPPED = Completeness.shipped();

    private final PrintStream out = System.out;
    private final List<PauseCurve.Point> plain = new ArrayList<>();
    private final List<PauseCurve.Point> ours = new ArrayList<>();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new PauseReport().report();
    }

    @Test
    void report() throws IOException, InterruptedException {
        Path texts = path("offhook.texts");
        try (var corpus = new PausedCorpus(TARGET)) {
            List<PausedCorpus.Item> items = corpus.hear(PausedTurns.draw(texts));
            if (System.getProperty("offhook.fit") != null) {
                var looks = new ArrayList<CompletenessFit.Look>();
                looks(corpus, of(items, true)).values().forEach(looks::addAll);
                CompletenessFit.write(
                        CompletenessFit.fit(texts, looks),
                        "tests/bench/pauses --fit TEXTS",
                        path("offhook.fit"));
                return;
            }
            if (Boolean.getBoolean("offhook.choose")) {
                choose(corpus, texts, of(items, true));
                return;
            }
            out.println("\n## tuning half");
            compare(corpus, drawn(of(items, true)));
            List<PausedCorpus.Item> half = of(items, false);
            out.println("\n## report half");
            plain.clear();
            ours.clear();
            compare(corpus, drawn(half));
            out.println("\n### by kind, ours\n\n" + PauseTally.head());
            by(corpus, half, item -> item.turn().kind());
            out.println("\n### by voice, ours\n\n" + PauseTally.head());
            by(corpus, half, item -> item.turn().voice());
            out.println("\n### pieces spoken apart, noise, loss, ours\n\n" + PauseTally.head());
            by(corpus, half, item -> item.turn().apart() ? "apart" : "whole");
            by(corpus, half, item -> item.turn().noisy() ? "noise" : "no noise");
            by(corpus, half, item -> item.turn().lossy() ? "2 % loss" : "no loss");
            Path speech = path("offhook.speech");
            if (speech != null) {
                out.println("\n### human clips, ours\n\n" + PauseTally.head());
                by(corpus, corpus.hearClips(speech), item -> item.turn().kind());
            }
            Path svg = TARGET.resolve("curve.svg");
            Files.writeString(svg, PauseCurve.svg(plain, ours));
            out.println("\ncurve: " + svg.toAbsolutePath());
        }
    }

    private static Path path(String property) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? null : Path.of(value);
    }

    private static List<PausedCorpus.Item> of(List<PausedCorpus.Item> items, boolean tunes) {
        return items.stream().filter(item -> item.turn().tunes() == tunes).toList();
    }

    private void compare(PausedCorpus corpus, List<PausedCorpus.Item> items) {
        out.println("\n" + PauseTally.head());
        for (int silence : SILENCES) {
            var tally = new PauseTally();
            for (PausedCorpus.Item item : items) {
                short[] line = item.speech().samples();
                List<Integer> ends = silenceEnds(line, item.activity(), silence);
                tally.add(item.speech(), ends.isEmpty() ? -1 : ends.getFirst());
            }
            out.println(tally.row("silence of " + silence + " ms"));
            plain.add(new PauseCurve.Point(tally.median(), tally.cutPercent()));
        }
        for (double odds : ODDS) {
            var sureness = new EndOfTurn.Sureness(odds, EndOfTurn.SURENESS.middle());
            PauseTally tally = tally(corpus, items, sureness);
            boolean shipped = sureness.equals(EndOfTurn.SURENESS);
            out.println(tally.row(shipped ? "**ours**" : "ours, odds " + odds));
            ours.add(new PauseCurve.Point(tally.median(), tally.cutPercent()));
        }
    }

    /** What {@link EndOfTurn#SURENESS} is chosen from: the tuning half, by cross-validation. */
    private void choose(PausedCorpus corpus, Path texts, List<PausedCorpus.Item> items)
            throws IOException {
        Map<PausedTurn, Completeness> fitted = PauseFolds.fit(texts, looks(corpus, items));
        out.println("\n" + PauseTally.head());
        for (double middle : new double[] {1, 1.5, 2, 2.5}) {
            for (double odds : ODDS) {
                var sureness = new EndOfTurn.Sureness(odds, middle);
                var tally = new PauseTally();
                for (PausedCorpus.Item item : drawn(items)) {
                    Completeness model = fitted.get(item.turn());
                    tally.add(item.speech(), decided(corpus, item, model, sureness));
                }
                out.println(tally.row(odds + " / " + middle));
            }
        }
    }

    private static List<PausedCorpus.Item> drawn(List<PausedCorpus.Item> items) {
        return items.stream().filter(item -> !item.turn().kind().equals("public")).toList();
    }

    private static PauseTally tally(
            PausedCorpus corpus, List<PausedCorpus.Item> items, EndOfTurn.Sureness sureness) {
        var tally = new PauseTally();
        for (PausedCorpus.Item item : items) {
            tally.add(item.speech(), decided(corpus, item, SHIPPED, sureness));
        }
        return tally;
    }

    private void by(
            PausedCorpus corpus,
            List<PausedCorpus.Item> items,
            Function<PausedCorpus.Item, String> name) {
        var tallies = new TreeMap<String, PauseTally>();
        for (PausedCorpus.Item item : items) {
            tallies.computeIfAbsent(name.apply(item), n -> new PauseTally())
                    .add(item.speech(), decided(corpus, item, SHIPPED, EndOfTurn.SURENESS));
        }
        tallies.forEach((n, tally) -> out.println(tally.row(n)));
    }

    private static int decided(
            PausedCorpus corpus,
            PausedCorpus.Item item,
            Completeness model,
            EndOfTurn.Sureness sureness) {
        Limits limits = limits(Limits.defaults().endOfTurn(), Limits.defaults().longestPause());
        return PauseTrial.run(
                item.turn().asked(),
                item.speech().samples(),
                item.activity(),
                corpus::words,
                new Patience(
                        new EndOfTurn(
                                model,
                                sureness,
                                Locale.ENGLISH,
                                limits.endOfTurn(),
                                limits.longestPause())),
                limits);
    }

    /** All looks at all pauses, by nobody who ever answers. */
    private static Map<PausedTurn, List<CompletenessFit.Look>> looks(
            PausedCorpus corpus, List<PausedCorpus.Item> items) throws IOException {
        var all = new LinkedHashMap<PausedTurn, List<CompletenessFit.Look>>();
        var lines = new ArrayList<String>();
        for (PausedCorpus.Item item : items) {
            List<CompletenessFit.Look> looks =
                    all.computeIfAbsent(item.turn(), turn -> new ArrayList<>());
            Manners never =
                    new Patience(null) {
                        @Override
                        public Duration patience(String words, Speech speech, String asked) {
                            long at = speech.lastVoicedNanos() / 1_000_000;
                            boolean end = item.speech().pauses().stream().allMatch(p -> p[1] < at);
                            looks.add(new CompletenessFit.Look(words, asked, end, false));
                            lines.add(
                                    item.turn().kind() + "\t" + end + "\t" + asked + "\t" + words);
                            return Duration.ofMillis(2_500);
                        }
                    };
            PauseTrial.run(
                    item.turn().asked(),
                    item.speech().samples(),
                    item.activity(),
                    corpus::words,
                    never,
                    limits(Duration.ofMillis(640), Duration.ofMillis(2_580)));
        }
        Files.write(TARGET.resolve("looks.tsv"), lines);
        return all;
    }

    /** When each silence of so many ms is reached, as the plain endpointer has it; ms. */
    static List<Integer> silenceEnds(short[] line, VoiceActivity activity, int silenceMillis) {
        var ends = new ArrayList<Integer>();
        long[] now = {0};
        Duration silence = Duration.ofMillis(silenceMillis);
        var hearing =
                new Hearing(
                        activity,
                        limits(silence, silence),
                        () -> Attention.TO_CALLER,
                        event -> {
                            if (event instanceof TurnEvent.SpeechEnded) {
                                ends.add((int) now[0]);
                            }
                        });
        var frame = new HeardFrames.Frame();
        for (int at = 0; at + Pcm.FRAME_SAMPLES <= line.length; at += Pcm.FRAME_SAMPLES) {
            System.arraycopy(line, at, frame.samples, 0, Pcm.FRAME_SAMPLES);
            now[0] += 20;
            frame.receivedNanos = now[0] * 1_000_000;
            hearing.onFrame(frame, frame.receivedNanos);
        }
        return ends;
    }

    private static Limits limits(Duration endOfTurn, Duration longestPause) {
        Limits usual = Limits.defaults();
        return new Limits(
                usual.maxCall(),
                usual.silence(),
                usual.speechStart(),
                usual.earlyPause(),
                endOfTurn,
                longestPause,
                Duration.ofSeconds(40),
                usual.transfer(),
                usual.prompts());
    }

    /** Who never interrupts. */
    private static class Patience implements Manners {
        private final EndOfTurn endOfTurn;

        Patience(EndOfTurn endOfTurn) {
            this.endOfTurn = endOfTurn;
        }

        @Override
        public Duration patience(String words, Speech speech, String asked) {
            return endOfTurn.silence(words, asked);
        }

        @Override
        public void wentOnAfter(Duration silence) {
            if (endOfTurn != null) {
                endOfTurn.wentOnAfter(silence);
            }
        }

        @Override
        public void turnWasOver() {}

        @Override
        public Interjection judge(String words, Speech speech, String saying) {
            return Interjection.WORDS;
        }
    }
}
