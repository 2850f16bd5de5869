package org.offhook.server.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.AnswerStore.Changes;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.LuceneAnswerStore;

/**
 * A copy of all that cannot be made anew about answers, and of the audio that would cost a voice
 * its time: {@code answers}, {@code judged.txt} and {@code audio}, laid out as in a data folder. It
 * is there whole or not at all. Runs on the main thread of the command.
 */
public final class AnswersBackup {
    private static final String ANSWERS = "answers";
    private static final String AUDIO = "audio";
    private static final String JUDGED = "judged.txt";
    private static final String PREPARED = "*.prepared";

    private AnswersBackup() {}

    /** All answers at one moment, as the API tells it. */
    static ObjectNode told(Changes all) {
        ObjectNode body = ApiResponse.object().put("store", all.store()).put("upTo", all.upTo());
        ArrayNode entries = body.putArray("entries");
        for (Entry entry : all.entries()) {
            ObjectNode node = entries.addObject().put("sequence", entry.sequence());
            node.set("answer", AnswerJson.tree(entry.answer()));
        }
        return body;
    }

    private static Changes heard(JsonNode body) throws IOException {
        var entries = new ArrayList<Entry>();
        for (JsonNode node : body.path("entries")) {
            entries.add(
                    new Entry(
                            AnswerJson.read(node.get("answer").toString()),
                            node.get("sequence").asLong()));
        }
        return new Changes(body.path("store").asText(), body.path("upTo").asLong(), entries);
    }

    /**
     * Writes a backup.
     *
     * @param all the answers, by the API's {@code GET /answers/backup}
     * @param data where the audio is
     * @param folder is made; must not be there yet
     * @return what to tell a person
     */
    public static String write(JsonNode all, Path data, Path folder) throws IOException {
        Path whole = folder.toAbsolutePath();
        if (Files.exists(whole)) {
            throw new FileAlreadyExistsException(whole + " is there already");
        }
        Files.createDirectories(whole.getParent());
        Path part = Files.createTempDirectory(whole.getParent(), ".making-backup-");
        try {
            Changes changes = heard(all);
            try (var copy = LuceneAnswerStore.open(part.resolve(ANSWERS))) {
                copy.copy(changes);
            }
            int recordings = copyAudio(data.resolve(AUDIO), part.resolve(AUDIO));
            copyFile(data.resolve(JUDGED), part.resolve(JUDGED));
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            force(whole.getParent());
            return "%d answers and %d recordings in %s"
                    .formatted(changes.entries().size(), recordings, folder);
        } catch (IOException | RuntimeException failed) {
            deleteTree(part);
            throw failed;
        }
    }

    /**
     * Makes a data folder hold what a backup holds: the answers in one commit, so that whatever
     * happens, all the old or all the new ones are there. No server may have the folder open.
     */
    public static String restore(Path folder, Path data) throws IOException {
        Path from = folder.resolve(ANSWERS);
        if (!Files.isDirectory(from)) {
            throw new NoSuchFileException(folder + " is no backup: it has no folder " + ANSWERS);
        }
        Changes backup;
        try (var copy = LuceneAnswerStore.open(from)) {
            backup = copy.changesSince(LuceneAnswerStore.NONE);
        }
        Files.createDirectories(data);
        // Audio first: an answer that is there can then be said at once.
        int recordings = copyAudio(folder.resolve(AUDIO), data.resolve(AUDIO));
        copyFile(folder.resolve(JUDGED), data.resolve(JUDGED));
        try (var store = LuceneAnswerStore.open(data.resolve(ANSWERS))) {
            // A store of its own from now on: whoever follows the numbers begins anew.
            var changes = new Changes(UUID.randomUUID() + "", backup.upTo(), backup.entries());
            store.copy(changes);
        }
        return "%d answers and %d recordings brought back from %s"
                .formatted(backup.entries().size(), recordings, folder);
    }

    /** Files of prepared audio never change: they can be copied while calls play them. */
    private static int copyAudio(Path from, Path to) throws IOException {
        int copied = 0;
        if (!Files.isDirectory(from)) {
            return copied;
        }
        Files.createDirectories(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, PREPARED)) {
            for (Path file : files) {
                if (copyFile(file, to.resolve(file.getFileName()))) {
                    copied++;
                }
            }
        }
        return copied;
    }

    /** Whole and on the disk or not at all; false where there is none. */
    private static boolean copyFile(Path from, Path to) throws IOException {
        Path part = to.resolveSibling(".making-" + to.getFileName() + ".part");
        try {
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            force(part);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }
}
