package org.offhook.agent.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The hidden folder beside the models where downloads grow. Same file system as the models, so that
 * a checked file moves into place in one step: a reader sees all of it or nothing.
 */
final class Staging {
    private final Path models;
    private final Path folder;

    Staging(Path models) throws IOException {
        this.models = models;
        this.folder = models.resolve(".fetching");
        Files.createDirectories(folder);
    }

    /** A path in the staging folder; kept between attempts until {@link #remove}. */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** Where this file grows before it is checked. */
    Path part(ModelFile file) {
        return folder.resolve(file.fileName() + ".part");
    }

    /** Copies a stream into the part, checks and installs it. */
    void install(ModelFile file, InputStream content) throws IOException {
        try (OutputStream out = Files.newOutputStream(part(file))) {
            content.transferTo(out);
        }
        installPart(file);
    }

    /**
     * Moves a complete part into place.
     *
     * @throws IOException it is not the file of the catalogue; the part is then deleted
     */
    void installPart(ModelFile file) throws IOException {
        Path part = part(file);
        FileCheck check = FileCheck.of(file, part);
        if (!check.good()) {
            Files.deleteIfExists(part);
            throw new IOException(check.toString());
        }
        Files.move(
                part,
                models.resolve(file.fileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    void remove() throws IOException {
        removeTree(folder);
    }

    /** Deletes a folder and all in it; fine where there is none. */
    static void removeTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        Files.walkFileTree(
                top,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
