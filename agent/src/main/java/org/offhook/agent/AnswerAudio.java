package org.offhook.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
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
 * folder, and what a voice makes now. Holds no state of its own but two places and voices, so any
 * thread may ask; reading and making cost CPU and wait for the disk, so no thread of a call should.
 *
 * <p>What is shipped is {@code <id>-<hash>.opus}, the hash being the first 12 hex digits of the
 * SHA-256 of the text; it is expanded into the {@link AudioArea} when first seen. What is made goes
 * there at once, and depends on voice, mastering and text. Another recording, text or voice is
 * another file; what is no longer asked for stays a month ({@link #sweep}).
 */
public final class AnswerAudio {
    private static final Logger log = LogManager.getLogger(AnswerAudio.class);

    private static final int MAX_RECORDING_BYTES = 16 * 1024 * 1024;

    /** How often a long start says how far it is. */
    private static final long NEWS_NANOS = 5_000_000_000L;

    /** A voice that fails so often in a row is down: the rest is left for another time. */
    private static final int FAILURES_IN_A_ROW = 3;

    private final ShippedAudio shipped;
    private final AudioArea area;
    private final List<Voice> voices;
    private final LiveParts live;

    /**
     * @param folder made when first written to
     * @param voices make what is missing, each what those before it could not; stay the caller's to
     *     close
     */
    public AnswerAudio(ShippedAudio shipped, Path folder, List<Voice> voices) {
        this.shipped = shipped;
        this.area = new AudioArea(folder);
        this.voices = List.copyOf(voices);
        this.live = new LiveParts(voices);
    }

    /** What is spoken when it is said, by the voices that prepare. */
    public LiveParts live() {
        return live;
    }

    /**
     * Removes from a folder what no start has used for a month, and what was left half made; after
     * all that is in use was loaded.
     */
    public static void sweep(Path folder, Instant now) {
        AudioArea.sweep(folder, now);
    }

    /** Something to be said, and the name it goes by. */
    public record Saying(String id, String text) {}

    /**
     * What has to be prepared of an answer: all of it, or what stands around its slots; nothing of
     * one that says nothing.
     */
    public static List<Saying> sayings(String id, String say) {
        return say.isEmpty()
                ? List.of()
                : SlottedText.parts(say).stream()
                        .filter(SlottedText.Part.Fixed.class::isInstance)
                        .map(part -> new Saying(id, part.text()))
                        .toList();
    }

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
        Map<Saying, PreparedAudio> found = shipped(sayings);
        for (Voice voice : voices) {
            addMade(wanted(sayings, found), voice, found);
        }
        return result(sayings, found);
    }

    /**
     * Reads what there is and lets the voices make the rest, as far as they can. What one of the
     * later voices made is kept until the first can make it.
     */
    public Prepared prepare(List<Saying> sayings, Progress progress) throws InterruptedException {
        Map<Saying, PreparedAudio> found = shipped(sayings);
        for (Voice voice : voices) {
            addMade(wanted(sayings, found), voice, found);
            Set<Saying> wanted = wanted(sayings, found);
            if (!wanted.isEmpty() && voice != voices.getFirst()) {
                log.warn("{} sayings are made by {} instead", wanted.size(), voice.id());
            }
            make(wanted, voice, found, progress);
        }
        return result(sayings, found);
    }

    private static Set<Saying> wanted(List<Saying> sayings, Map<Saying, PreparedAudio> found) {
        Set<Saying> wanted = new LinkedHashSet<>(sayings);
        wanted.removeAll(found.keySet());
        return wanted;
    }

    private void addMade(Set<Saying> wanted, Voice voice, Map<Saying, PreparedAudio> found) {
        for (Saying saying : wanted) {
            area.find(saying.id(), madeOf(saying, voice))
                    .ifPresent(audio -> found.put(saying, audio));
        }
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
        byte[] hash = AudioArea.hash(saying.text().getBytes(StandardCharsets.UTF_8));
        return AudioArea.name(saying.id(), hash, ".opus");
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

    private Map<Saying, PreparedAudio> shipped(List<Saying> sayings) {
        var found = new LinkedHashMap<Saying, PreparedAudio>();
        long newsNanos = System.nanoTime();
        Set<Saying> all = new LinkedHashSet<>(sayings);
        int done = 0;
        for (Saying saying : all) {
            fromShipped(saying).ifPresent(audio -> found.put(saying, audio));
            done++;
            if (System.nanoTime() - newsNanos > NEWS_NANOS) {
                newsNanos = System.nanoTime();
                log.info("recordings read: {} of {}", done, all.size());
            }
        }
        return found;
    }

    private Optional<PreparedAudio> fromShipped(Saying saying) {
        String fileName = shippedName(saying);
        try {
            Optional<InputStream> stream = shipped.open(fileName);
            if (stream.isEmpty()) {
                return Optional.empty();
            }
            byte[] recording;
            try (InputStream in = stream.get()) {
                recording = in.readNBytes(MAX_RECORDING_BYTES + 1);
            }
            // By its bytes: somebody may have recorded the same text anew.
            String madeOf = "recording " + HexFormat.of().formatHex(AudioArea.hash(recording));
            Optional<PreparedAudio> there = area.find(saying.id(), madeOf);
            if (there.isPresent()) {
                return there;
            }
            var audio = PreparedAudio.read(new ByteArrayInputStream(recording));
            return Optional.of(area.keep(saying.id(), madeOf, audio));
        } catch (IOException unreadable) {
            log.warn("shipped {} cannot be read: {}", fileName, unreadable.getMessage());
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
        return area.keep(saying.id(), madeOf(saying, voice), audio);
    }

    private static String madeOf(Saying saying, Voice voice) {
        return voice.id() + " mastering/" + Mastering.VERSION + "\n" + saying.text();
    }
}
