package org.offhook.tests.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;

/** Writes down what a recording says, by the local recogniser. Used by one thread. */
public final class Dictation implements AutoCloseable {
    /** A hundredth of full scale: louder than comfort noise, softer than any word. */
    private static final double LOUD = 0.01;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration AROUND = Duration.ofMillis(200);

    private final Moonshine ears;

    private Dictation(Moonshine ears) {
        this.ears = ears;
    }

    /** Needs the model's files, which are fetched where they are not here. */
    public static Dictation open() throws Exception {
        String elsewhere = System.getenv("OFFHOOK_MODELS");
        ModelFiles files =
                ModelFiles.in(
                        elsewhere == null ? ModelFiles.defaultDirectory() : Path.of(elsewhere));
        files.fetch((what, done, total) -> {});
        return new Dictation(Moonshine.load(files, Moonshine.Size.BASE));
    }

    /** In small letters, without punctuation. */
    public String of(Sound heard) throws Exception {
        // A recogniser gets speech as voice activity cuts it out, not ten seconds of nothing.
        var text = new StringBuilder();
        for (Sound speech : heard.at(16_000).pieces(LOUD, PAUSE)) {
            short[] samples = speech.between(AROUND, AROUND).samples();
            text.append(plain(ears.recognise(samples, samples.length, () -> false))).append(' ');
        }
        return text.toString().strip();
    }

    /** How much of the words is in what was heard, in no order, from 0 to 1. */
    public static double share(String expected, String heard) {
        List<String> words = List.of(plain(expected).split(" +"));
        List<String> said = List.of(heard.split(" +"));
        return (double) words.stream().filter(said::contains).count() / words.size();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").strip();
    }

    @Override
    public void close() {
        ears.close();
    }
}
