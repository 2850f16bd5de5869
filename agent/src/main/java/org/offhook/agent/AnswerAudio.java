package org.offhook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.loudness.Mastering;
import org.offhook.media.PreparedAudio;

/**
 * The store of audio made beforehand: what is shipped, what was made once and lies in the data
 * folder, and what voices make now. Holds no state of its own but two places and its voices, so any
 * thread may ask; reading and making cost CPU (about 0.3 ms a frame), so no thread of a call
 * should.
 *
 * <p>A file's name holds what it depends on: {@code <id>-<hash>.opus}, the hash being the first 12
 * hex digits of the SHA-256 of the text for shipped audio, and of voice, mastering and text for
 * audio made here. Another text or voice is another file; nothing is ever removed.
 */
public final class AnswerAudio {
    private static final Logger log = LogManager.getLogger(AnswerAudio.class);

    private static final int HASH_DIGITS = 12;

    /** A voice that fails so often in a row is down: the rest is left for another time. */
    private static final int FAILURES_IN_A_ROW = 3;

    private final ShippedAudio shipped;
    private final Path folder;
    private final List<Voice> voices;

    /**
     * @param folder made when first written to
     * @param voices make what is missing, each what those before it could not; stay the caller's to
     *     close
     */
    public AnswerAudio(ShippedAudio shipped, Path folder, List<Voice> voices) {
        this.shipped = shipped;
        this.folder = folder;
        this.voices = List.copyOf(voices);
    }

    /** Something to be said, and the name it goes by. */
    public record Saying(String id, String text) {}

    /** Told after each saying that had to be made, on the thread that makes. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param done 1 to {@code total}
         * @param total sayings that had to be made
         * @param id the one just made, or failed
         */
        void prepared(int done, int total, String id);
    }

    /**
     * What there is.
     *
     * @param missing ids of the sayings without audio, in their order
     */
    public record Prepared(Map<Saying, PreparedAudio> audio, List<String> missing) {
        public Prepared {
            audio = Map.copyOf(audio);
            missing = List.copyOf(missing);
        }

        public Optional<PreparedAudio> find(String id, String text) {
            return Optional.ofNullable(audio.get(new Saying(id, text)));
        }
    }

    /** Reads what is shipped or was made before, and makes nothing. */
    public Prepared load(List<Saying> sayings) {
        var found = new LinkedHashMap<Saying, PreparedAudio>();
        for (Saying saying : new LinkedHashSet<>(sayings)) {
            stored(saying).ifPresent(audio -> found.put(saying, audio));
        }
        return result(sayings, found);
    }

    /**
     * Reads what there is and lets the voices make the rest, as far as they can. What one of the
     * later voices made is kept until the first can make it.
     */
    public Prepared prepare(List<Saying> sayings, Progress progress) throws InterruptedException {
        var found = new LinkedHashMap<Saying, PreparedAudio>();
        for (Saying saying : new LinkedHashSet<>(sayings)) {
            fromShipped(shippedName(saying)).ifPresent(audio -> found.put(saying, audio));
        }
        for (Voice voice : voices) {
            Set<Saying> wanted = new LinkedHashSet<>(sayings);
            wanted.removeAll(found.keySet());
            for (Saying saying : wanted) {
                fromFolder(madeFile(saying, voice)).ifPresent(audio -> found.put(saying, audio));
            }
            wanted.removeAll(found.keySet());
            if (!wanted.isEmpty() && voice != voices.getFirst()) {
                log.warn("{} sayings are made by {} instead", wanted.size(), voice.id());
            }
            make(wanted, voice, found, progress);
        }
        return result(sayings, found);
    }

    private void make(
            Set<Saying> wanted, Voice voice, Map<Saying, PreparedAudio> found, Progress progress)
            throws InterruptedException {
        int done = 0;
        int failures = 0;
        for (Saying saying : wanted) {
            if (failures == FAILURES_IN_A_ROW) {
                log.warn("voice {} is down: {} sayings not made", voice.id(), wanted.size() - done);
                return;
            }
            try {
                found.put(saying, make(saying, voice));
                failures = 0;
            } catch (IOException failure) {
                failures++;
                log.warn("{} not made: {}", saying.id(), failure.getMessage());
            }
            done++;
            progress.prepared(done, wanted.size(), saying.id());
        }
    }

    /** Name of the shipped file of a saying. */
    public static String shippedName(Saying saying) {
        return fileName(saying.id(), saying.text());
    }

    private static Prepared result(List<Saying> sayings, Map<Saying, PreparedAudio> found) {
        List<String> missing =
                sayings.stream()
                        .distinct()
                        .filter(saying -> !found.containsKey(saying))
                        .map(Saying::id)
                        .toList();
        return new Prepared(found, missing);
    }

    private Optional<PreparedAudio> stored(Saying saying) {
        Optional<PreparedAudio> ready = fromShipped(shippedName(saying));
        for (Voice voice : voices) {
            ready = ready.isPresent() ? ready : fromFolder(madeFile(saying, voice));
        }
        return ready;
    }

    private Optional<PreparedAudio> fromShipped(String fileName) {
        try {
            Optional<InputStream> stream = shipped.open(fileName);
            if (stream.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = stream.get()) {
                return Optional.of(PreparedAudio.read(in));
            }
        } catch (IOException unreadable) {
            log.warn("shipped {} cannot be read: {}", fileName, unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<PreparedAudio> fromFolder(Path file) {
        try {
            return Files.exists(file) ? Optional.of(PreparedAudio.read(file)) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException unreadable) {
            log.warn("made anew, as it cannot be read: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }

    private PreparedAudio make(Saying saying, Voice voice)
            throws IOException, InterruptedException {
        var recording = new Recording();
        voice.speak(saying.text(), recording);
        short[] speech = Mastering.master(recording.samples(), recording.length());
        if (speech.length == 0) {
            throw new IOException("voice " + voice.id() + " made no sound");
        }
        PreparedAudio audio = PreparedAudio.encode(speech, speech.length);
        Path file = madeFile(saying, voice);
        try {
            store(audio, file);
        } catch (IOException unwritable) {
            // It can be played; only the next start will have to make it again.
            log.warn("{} not stored: {}", file, unwritable.toString());
        }
        return audio;
    }

    private void store(PreparedAudio audio, Path file) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, ".making-", ".part");
        try {
            audio.write(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path madeFile(Saying saying, Voice voice) {
        String madeBy = voice.id() + " mastering/" + Mastering.VERSION;
        return folder.resolve(fileName(saying.id(), madeBy + "\n" + saying.text()));
    }

    private static String fileName(String id, String hashed) {
        // The hash, not the id, tells files apart; so an id may lose what a file name cannot hold.
        String safeId = id.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^\\.", "_");
        String shortId = safeId.substring(0, Math.min(safeId.length(), 80));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(hashed.getBytes(StandardCharsets.UTF_8));
            String digits = HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
            return shortId + "-" + digits + ".opus";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
