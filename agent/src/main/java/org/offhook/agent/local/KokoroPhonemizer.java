package org.offhook.agent.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words to Kokoro's symbols, by the {@code espeak-ng} program: about 20 ms a clause. Thread-safe:
 * each clause is a process of its own.
 */
final class KokoroPhonemizer {
    private static final String PROGRAM = "espeak-ng";
    private static final long LONGEST_RUN_SECONDS = 10;

    // espeak-ng drops punctuation, but Kokoro takes its breath and melody from it: so clauses go in
    // alone and the marks are put back.
    private static final Pattern CLAUSE =
            Pattern.compile("(.*?)([;:,.!?—…]+)[\"”')]*(?=\\s|$)|(.+)$", Pattern.DOTALL);
    private static final Pattern TITLE = Pattern.compile("\\b(Dr|Mr|Mrs|Ms|St|No)\\.(?=\\s)");

    private KokoroPhonemizer() {}

    /**
     * @throws IOException where the program is missing; the message says how to get it
     */
    static KokoroPhonemizer find() throws IOException {
        try {
            run(List.of(PROGRAM, "--version"), "");
        } catch (IOException missing) {
            throw new IOException(
                    "Kokoro needs the program espeak-ng on the PATH (Debian: espeak-ng)", missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for espeak-ng", stopped);
        }
        return new KokoroPhonemizer();
    }

    /** Symbols and punctuation of one sentence; empty where nothing can be spoken. */
    String phonemes(String sentence) throws IOException, InterruptedException {
        StringBuilder symbols = new StringBuilder();
        Matcher clause = CLAUSE.matcher(TITLE.matcher(sentence).replaceAll("$1"));
        while (clause.find()) {
            String words = clause.group(3) == null ? clause.group(1) : clause.group(3);
            String spoken = words.isBlank() ? "" : KokoroPhonemes.fromIpa(ipa(words));
            if (spoken.isEmpty()) {
                continue;
            }
            if (!symbols.isEmpty()) {
                symbols.append(' ');
            }
            symbols.append(spoken);
            if (clause.group(2) != null) {
                symbols.append(clause.group(2).charAt(0));
            }
        }
        return symbols.toString();
    }

    private static String ipa(String words) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        PROGRAM,
                        "-q",
                        "-b",
                        "1",
                        "-v",
                        "en-us",
                        "--ipa",
                        "--tie=" + KokoroPhonemes.TIE,
                        "--stdin");
        return run(command, words.strip());
    }

    private static String run(List<String> command, String input)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            // Some hundred bytes: they fit the pipe, so waiting first cannot block the program.
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(PROGRAM + " took over " + LONGEST_RUN_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(PROGRAM + " ended with " + process.exitValue());
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
