package org.offhook.server.dial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.offhook.agent.Voice;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;

/**
 * The test caller's voice: flite or espeak-ng, whichever is installed and has the voice asked for.
 * Computes whole utterances before the call. One thread.
 */
final class CallerVoice implements Voice {
    private static final Set<String> FLITE_VOICES = Set.of("slt", "rms", "awb", "kal", "kal16");
    private static final long LIMIT_SECONDS = 60;

    private final String program;
    private final String name;

    private CallerVoice(String program, String name) {
        this.program = program;
        this.name = name;
    }

    /**
     * @param name one of flite's voices or one of espeak-ng's; empty for the best there is
     * @throws IOException no program for it is installed; says what to install
     */
    static CallerVoice find(Optional<String> name) throws IOException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<Path> folders =
                Arrays.stream(path.split(":"))
                        .filter(part -> !part.isEmpty())
                        .map(Path::of)
                        .toList();
        return find(name, folders);
    }

    static CallerVoice find(Optional<String> name, List<Path> folders) throws IOException {
        boolean flite = installed("flite", folders);
        if (flite && name.map(FLITE_VOICES::contains).orElse(true)) {
            return new CallerVoice("flite", name.orElse("slt"));
        }
        if (installed("espeak-ng", folders)) {
            return new CallerVoice("espeak-ng", name.orElse("en-us"));
        }
        String wanted = name.map(one -> "the voice " + one).orElse("--say");
        throw new IOException(
                wanted + " needs flite or espeak-ng: install one, or use --wav with a recording");
    }

    private static boolean installed(String program, List<Path> folders) {
        return folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    /**
     * @throws IOException the program failed; the message says how
     */
    short[] samples(String text) throws IOException, InterruptedException {
        Path wav = Files.createTempFile("offhook-say", ".wav");
        Path words = Files.createTempFile("offhook-say", ".txt");
        try {
            run(command(text, wav), words);
            return at16kHz(WavFile.read(wav));
        } finally {
            Files.deleteIfExists(wav);
            Files.deleteIfExists(words);
        }
    }

    private List<String> command(String text, Path wav) {
        return program.equals("flite")
                ? List.of("flite", "-voice", name, "-t", text, "-o", wav.toString())
                : List.of("espeak-ng", "-v", name, "-w", wav.toString(), "--", text);
    }

    private void run(List<String> command, Path words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(program + " took longer than " + LIMIT_SECONDS + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String said = Files.readString(words).lines().findFirst().orElse("nothing said");
            throw new IOException("%s failed: %s".formatted(id(), said));
        }
    }

    /** Recordings and voices come in other rates than calls. */
    static short[] at16kHz(WavFile wav) {
        var resampler = new Resampler(wav.rateHz(), Pcm.RATE_HZ);
        // What the filter holds back at the end comes out with some silence behind it.
        short[] in = Arrays.copyOf(wav.samples(), wav.samples().length + wav.rateHz() / 50);
        var out = new short[resampler.mostOut(in.length)];
        return Arrays.copyOf(out, resampler.resample(in, in.length, out));
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        short[] samples = samples(text);
        sink.accept(samples, samples.length);
    }

    @Override
    public String id() {
        return program + " " + name;
    }

    @Override
    public void close() {}
}
