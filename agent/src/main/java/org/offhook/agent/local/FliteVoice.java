package org.offhook.agent.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Voice;
import org.offhook.media.Pcm;

/**
 * Speaks with the {@code flite} program where it is installed: plain, but at once. Thread-safe: one
 * process per text, no state.
 *
 * <p>flite makes the whole before it gives any, so it writes a file that only this user can read;
 * waiting for a process, unlike reading its pipe, obeys interruption. The text is an argument,
 * which other users of the machine can see while it is spoken: from a pipe flite does not read.
 */
public final class FliteVoice implements Voice {
    private static final Logger log = LogManager.getLogger(FliteVoice.class);

    /** Voices at 16 kHz, the best understood over a telephone first. */
    private static final List<String> VOICES = List.of("rms", "slt", "awb", "kal16");

    private static final int LIST_SECONDS = 5;
    private static final int SPEAK_SECONDS = 30;

    /** A longer text is spoken in pieces: an argument has a limit, and so has patience. */
    private static final int PIECE_CHARS = 1_000;

    private static final int SINK_SAMPLES = Pcm.RATE_HZ / 10;

    /** flite's pause before the first sound, 140 to 270 ms, is louder than nothing. */
    private static final int QUIET = 120;

    private static final int LEAD_SAMPLES = Pcm.RATE_HZ * 20 / 1000;

    private final Path flite;
    private final String voice;

    private FliteVoice(Path flite, String voice) {
        this.flite = flite;
        this.voice = voice;
    }

    /** The best voice of the flite on the PATH; empty without flite or without one at 16 kHz. */
    public static Optional<FliteVoice> find() {
        return Executables.find("flite").flatMap(FliteVoice::at);
    }

    /**
     * A voice of the flite on the PATH by its name; the best one for an empty name. Empty without
     * flite or without that voice at 16 kHz.
     */
    public static Optional<FliteVoice> find(String name) {
        return name.isEmpty()
                ? find()
                : Executables.find("flite").flatMap(flite -> at(flite, List.of(name)));
    }

    /** The best voice of this flite. */
    static Optional<FliteVoice> at(Path flite) {
        return at(flite, VOICES);
    }

    private static Optional<FliteVoice> at(Path flite, List<String> wanted) {
        try {
            List<String> there = voices(flite);
            return wanted.stream()
                    .filter(VOICES::contains)
                    .filter(there::contains)
                    .findFirst()
                    .map(name -> new FliteVoice(flite, name));
        } catch (IOException e) {
            log.warn("{} cannot be used: {}", flite, e.getMessage());
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        for (String piece : pieces(text)) {
            Path wav = Files.createTempFile("offhook-flite", ".wav");
            try {
                run(
                        List.of(
                                flite.toString(),
                                "-voice",
                                voice,
                                "-t",
                                piece,
                                "-o",
                                wav.toString()),
                        ProcessBuilder.Redirect.DISCARD,
                        SPEAK_SECONDS);
                Wav speech = Wav.read(wav);
                if (speech.rateHz() != Pcm.RATE_HZ) {
                    throw new IOException(
                            "flite's " + voice + " speaks at " + speech.rateHz() + " Hz");
                }
                if (!give(speech.samples(), sink)) {
                    return;
                }
            } finally {
                Files.delete(wav);
            }
        }
    }

    @Override
    public String id() {
        return "flite/" + voice;
    }

    /** Nothing is open between texts. */
    @Override
    public void close() {}

    /** Words in pieces that flite can take; nothing of a text without letters and digits. */
    static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        // The null character would end the argument.
        String rest = text.replace('\0', ' ').strip();
        while (rest.length() > PIECE_CHARS) {
            int space = rest.lastIndexOf(' ', PIECE_CHARS);
            int end = space > 0 ? space : PIECE_CHARS;
            pieces.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        pieces.add(rest);
        pieces.removeIf(piece -> piece.chars().noneMatch(Character::isLetterOrDigit));
        return pieces;
    }

    private static boolean give(short[] samples, Sink sink) throws InterruptedException {
        var chunk = new short[SINK_SAMPLES];
        for (int at = start(samples); at < samples.length; at += SINK_SAMPLES) {
            int length = Math.min(SINK_SAMPLES, samples.length - at);
            System.arraycopy(samples, at, chunk, 0, length);
            if (!sink.accept(chunk, length)) {
                return false;
            }
        }
        return true;
    }

    /** Shortly before the first sound: its pause at the start only makes the caller wait. */
    private static int start(short[] samples) {
        int loud = 0;
        while (loud < samples.length && Math.abs(samples[loud]) < QUIET) {
            loud++;
        }
        return Math.max(0, loud - LEAD_SAMPLES);
    }

    private static List<String> voices(Path flite) throws IOException, InterruptedException {
        Path list = Files.createTempFile("offhook-flite", ".txt");
        try {
            run(
                    List.of(flite.toString(), "-lv"),
                    ProcessBuilder.Redirect.to(list.toFile()),
                    LIST_SECONDS);
            return Arrays.asList(Files.readString(list).strip().split("\\s+"));
        } finally {
            Files.delete(list);
        }
    }

    private static void run(List<String> command, ProcessBuilder.Redirect output, int seconds)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException("flite is not done after " + seconds + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("flite ended with " + process.exitValue());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
