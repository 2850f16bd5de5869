package org.offhook.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    private static final String WAV = ".wav";
    private static final String JSON = ".json";

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
     * @param complete false where the program ended, or the disk was full, before the message was
     *     over
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

        Note cutOffAfter(int millis) {
            return new Note(id, time, agent, call, caller, millis, false, transcript);
        }

        Note saying(String words) {
            return new Note(id, time, agent, call, caller, durationMs, complete, words);
        }
    }

    /** Makes the folder where it is not there yet, and finishes what a crash has left in it. */
    public static Mailbox open(Path folder) throws IOException {
        Files.createDirectories(folder);
        var mailbox = new Mailbox(folder);
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(file -> file.toString().endsWith(MessageFile.GROWING)).toList();
        }
        for (Path file : left) {
            mailbox.finish(file);
        }
        return mailbox;
    }

    private void finish(Path left) {
        String name = left.getFileName().toString();
        try {
            if (!name.endsWith(WAV + MessageFile.GROWING)) {
                Files.delete(left);
                return;
            }
            String id = name.substring(0, name.length() - (WAV + MessageFile.GROWING).length());
            int millis = MessageFile.finish(left);
            log.warn("message {} was cut off; {} ms of it are there", id, millis);
            if (millis == 0) {
                Files.deleteIfExists(file(id));
            } else {
                write(json.readValue(file(id).toFile(), Note.class).cutOffAfter(millis));
            }
        } catch (IOException failure) {
            log.error("message {} was cut off and is left so: {}", name, failure.toString());
        }
    }

    /**
     * @param onStopped told where the message can be kept no further
     * @throws IOException no message can be kept
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
        try {
            write(note);
        } catch (IOException full) {
            file.discard();
            throw full;
        }
        return new MessageRecorder(this, note, file, onStopped);
    }

    /** The sound is there, if there is any; the words follow. */
    void kept(Note note, Recogniser recogniser, Locale language) throws IOException {
        if (note.durationMs() == 0) {
            discarded(note);
            return;
        }
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
        Path growing = folder.resolve(note.id() + JSON + MessageFile.GROWING);
        byte[] bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(note);
        try (var channel =
                FileChannel.open(
                        growing,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(growing, file(note.id()), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path wav(String id) {
        return folder.resolve(id + WAV);
    }

    private Path file(String id) {
        return folder.resolve(id + JSON);
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
