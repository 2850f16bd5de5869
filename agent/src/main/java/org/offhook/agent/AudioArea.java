package org.offhook.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
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
    private static final String LEFT = "{*.prepared,*.damaged,.making-*.part}";

    /** An answer may be suspended and come back, or be another configuration's. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Duration LONGEST_MAKING = Duration.ofHours(1);

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
            PreparedAudio audio = PreparedAudio.map(file, key);
            used(file);
            return Optional.of(audio);
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

    /** Its time tells {@link #sweep} on which day it was last of use. */
    private static void used(Path file) {
        Instant now = Instant.now();
        try {
            Instant last = Files.getLastModifiedTime(file).toInstant();
            if (last.isBefore(now.minus(Duration.ofDays(1)))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (IOException readOnly) {
            log.debug("{} keeps its time: {}", file, readOnly.toString());
        }
    }

    /**
     * Removes what nobody has asked for in {@link #KEPT}, and what a process that was killed had
     * half made. To be called when all that is in use has been found.
     */
    static void sweep(Path folder, Instant now) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, LEFT)) {
            for (Path file : files) {
                boolean half = file.getFileName().toString().endsWith(".part");
                Instant old = now.minus(half ? LONGEST_MAKING : KEPT);
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.delete(file);
                    log.info("removed {}: {}", file, half ? "half made" : "unused for a month");
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            log.warn("{} not swept: {}", folder, unreadable.toString());
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
