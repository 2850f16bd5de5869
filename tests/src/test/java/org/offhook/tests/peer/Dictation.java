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
        short[] samples =
                heard.at(16_000)
                        .fromFirstLouderThan(LOUD)
                        .between(Duration.ofMillis(200), Duration.ZERO)
                        .samples();
        return plain(ears.recognise(samples, samples.length, () -> false));
    }

    /** Four fifths of the words, and in no order: recognisers have opinions of their own. */
    public static boolean says(String expected, String heard) {
        List<String> words = List.of(plain(expected).split(" +"));
        List<String> said = List.of(heard.split(" +"));
        return words.stream().filter(said::contains).count() >= words.size() * 0.8;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").strip();
    }

    @Override
    public void close() {
        ears.close();
    }
}
