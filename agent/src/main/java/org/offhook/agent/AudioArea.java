package org.offhook.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.DamagedAudioException;
import org.offhook.media.PreparedAudio;

/**
 * The folder of prepared audio, one mapped file for each: {@code <id>-<hash>.prepared}, the hash
 * being the first 12 hex digits of the SHA-256 of what it was made of. All agents and calls share
 * the pages. A damaged file is set aside as {@code .damaged}. Any thread, but none of a call: it
 * waits for the disk.
 */
final class AudioArea {
    private static final Logger log = LogManager.getLogger(AudioArea.class);

    private static final int HASH_DIGITS = 12;
    private static final String SUFFIX = ".prepared";

    private final Path folder;

    /**
     * @param folder made when first written to
     */
    AudioArea(Path folder) {
        this.folder = folder;
    }

    /** What was kept before; empty where nothing was, or where it can no longer be played. */
    Optional<PreparedAudio> find(String id, String madeOf) {
        byte[] key = hash(madeOf.getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(name(id, key, SUFFIX));
        try {
            return Optional.of(PreparedAudio.map(file, key));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (DamagedAudioException damaged) {
            setAside(file, damaged);
            return Optional.empty();
        } catch (IOException unreadable) {
            log.warn("{} cannot be mapped: {}", file, unreadable.toString());
            return Optional.empty();
        }
    }

    private static void setAside(Path file, IOException damage) {
        log.warn("set aside and made anew: {}", damage.getMessage());
        try {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException immovable) {
            log.warn("{} cannot be set aside: {}", file, immovable.toString());
        }
    }

    /** Keeps it; what is returned is mapped, or the same where the disk does not take it. */
    PreparedAudio keep(String id, String madeOf, PreparedAudio audio) {
        byte[] key = hash(madeOf.getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(name(id, key, SUFFIX));
        try {
            Files.createDirectories(folder);
            audio.store(file, key);
            return PreparedAudio.map(file, key);
        } catch (IOException unwritable) {
            // It can be played; only the next start will have to make it again.
            log.warn("{} not stored: {}", file, unwritable.toString());
            return audio;
        }
    }

    /** A file's name: the hash, not the id, tells files apart. */
    static String name(String id, byte[] hash, String suffix) {
        // So an id may lose what a file name cannot hold.
        String safeId = id.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^\\.", "_");
        String shortId = safeId.substring(0, Math.min(safeId.length(), 80));
        return shortId + "-" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS) + suffix;
    }

    static byte[] hash(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
