package org.offhook.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Where callers' messages are kept: {@code ID.wav} and beside it {@code ID.json}. Both appear whole
 * or not at all; what a crash left is finished when the folder is opened again. Thread-safe.
 */
public final class Mailbox implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(Mailbox.class);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Words of messages may wait; words of calls may not wait for them. */
    private static final int TRANSCRIPTS_AT_ONCE = 1;

    private final Path folder;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Semaphore transcripts = new Semaphore(TRANSCRIPTS_AT_ONCE, true);
    private final Set<Thread> writing = ConcurrentHashMap.newKeySet();

    private Mailbox(Path folder) {
        this.folder = folder;
    }

    /** Who leaves a message, and with whom. */
    record About(String agent, String callId, String caller) {}

    /**
     * A message as its JSON file has it.
     *
     * @param complete false where the program ended before the message did
     * @param transcript null until it is there; empty where no words were understood
     */
    record Note(
            String id,
            String time,
            String agent,
            String call,
            String caller,
            int durationMs,
            boolean complete,
            String transcript) {
        Note lasting(int millis) {
            return new Note(id, time, agent, call, caller, millis, true, transcript);
        }

        Note saying(String words) {
            return new Note(id, time, agent, call, caller, durationMs, complete, words);
        }
    }

    /** Makes the folder where it is not there yet. */
    public static Mailbox open(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> left =
                    files.filter(file -> file.toString().endsWith(".wav" + MessageFile.GROWING))
                            .toList();
            for (Path file : left) {
                log.warn("message {} was cut off; what there is of it is kept", file);
                MessageFile.finish(file);
            }
        }
        return new Mailbox(folder);
    }

    /**
     * @param onStopped told where the message can be kept no further
     */
    MessageRecorder begin(About about, MessageRecorder.Stopped onStopped) throws IOException {
        Instant now = Instant.now();
        String id =
                STAMP.format(now)
                        + "-"
                        + HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
        var note =
                new Note(
                        id,
                        now.toString(),
                        about.agent(),
                        about.callId(),
                        about.caller(),
                        0,
                        false,
                        null);
        MessageFile file = MessageFile.begin(wav(id));
        write(note);
        return new MessageRecorder(this, note, file, onStopped);
    }

    /** The sound is there; the words follow. */
    void kept(Note note, Recogniser recogniser, Locale language) throws IOException {
        write(note);
        Thread thread =
                Thread.ofVirtual()
                        .name("message-" + note.id())
                        .unstarted(() -> transcribe(note, recogniser, language));
        writing.add(thread);
        thread.start();
    }

    void discarded(Note note) throws IOException {
        Files.deleteIfExists(file(note.id()));
    }

    private void transcribe(Note note, Recogniser recogniser, Locale language) {
        try {
            transcripts.acquire();
            try (Recognition recognition =
                    recogniser.open(note.call(), language, new Recognition.Listener() {})) {
                short[] samples = MessageFile.samples(wav(note.id()));
                write(note.saying(MessageWords.of(samples, recognition)));
            } finally {
                transcripts.release();
            }
        } catch (IOException failure) {
            log.warn("message {}: without its words: {}", note.id(), failure.toString());
        } catch (InterruptedException _) {
            log.warn("message {}: without its words: the program ends", note.id());
        } finally {
            writing.remove(Thread.currentThread());
        }
    }

    private void write(Note note) throws IOException {
        Path growing = folder.resolve(note.id() + ".json" + MessageFile.GROWING);
        Files.write(growing, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(note));
        Files.move(growing, file(note.id()), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path wav(String id) {
        return folder.resolve(id + ".wav");
    }

    private Path file(String id) {
        return folder.resolve(id + ".json");
    }

    /** Messages whose words are not there by now stay without. */
    @Override
    public void close() {
        writing.forEach(Thread::interrupt);
        try {
            for (Thread thread : writing) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
