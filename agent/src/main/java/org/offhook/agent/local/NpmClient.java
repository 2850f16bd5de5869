package org.offhook.agent.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** One run of {@code npm pack}. Its thread is the caller's, which it blocks. */
final class NpmClient {
    private static final long LOOK_MILLIS = 100;
    private static final int COMPLAINT_CHARS = 600;

    private final Path npm;
    private final long stalledNanos;

    /**
     * @param stalledMillis npm is ended when its files have not grown for so long
     */
    NpmClient(Path npm, long stalledMillis) {
        this.npm = npm;
        this.stalledNanos = TimeUnit.MILLISECONDS.toNanos(stalledMillis);
    }

    /**
     * Brings the tarball of one package.
     *
     * @param cache npm's own cache, kept: what arrived whole before a break is not loaded twice
     * @param folder emptied, then holds the tarball and what npm said
     * @param arrivedBytes told now and then how much is on the disk
     */
    Path pack(NpmPackage npmPackage, Path cache, Path folder, LongConsumer arrivedBytes)
            throws IOException, InterruptedException {
        Staging.removeTree(folder);
        Files.createDirectories(folder);
        Files.createDirectories(cache);
        long cachedBytes = size(cache);
        Process process = start(npmPackage, cache, folder);
        try {
            long grownAtNanos = System.nanoTime();
            long bytes = -1;
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long nowBytes = size(cache) - cachedBytes;
                if (nowBytes != bytes) {
                    bytes = nowBytes;
                    grownAtNanos = System.nanoTime();
                    arrivedBytes.accept(bytes);
                } else if (System.nanoTime() - grownAtNanos > stalledNanos) {
                    throw new IOException(
                            "npm pack " + npmPackage.spec() + " stalled at " + bytes + " bytes");
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "npm pack "
                            + npmPackage.spec()
                            + " ended with "
                            + process.exitValue()
                            + ": "
                            + complaint(folder));
        }
        return tarball(npmPackage, folder);
    }

    private Process start(NpmPackage npmPackage, Path cache, Path folder) throws IOException {
        var builder =
                new ProcessBuilder(
                        npm.toString(),
                        "pack",
                        npmPackage.spec(),
                        "--ignore-scripts",
                        "--cache",
                        cache.toAbsolutePath().toString(),
                        "--pack-destination",
                        folder.toAbsolutePath().toString());
        builder.directory(folder.toFile());
        builder.redirectOutput(folder.resolve("stdout").toFile());
        builder.redirectError(folder.resolve("stderr").toFile());
        // Only its talk is ours to choose; registry, proxy and certificates stay the user's.
        builder.environment().put("npm_config_update_notifier", "false");
        builder.environment().put("npm_config_loglevel", "error");
        builder.environment().put("npm_config_progress", "false");
        builder.environment().put("NO_COLOR", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** npm prints the name of the file as its last line. */
    private static Path tarball(NpmPackage npmPackage, Path folder) throws IOException {
        List<String> lines = Files.readString(folder.resolve("stdout")).strip().lines().toList();
        String name = lines.isEmpty() ? "" : lines.getLast().strip();
        Path tarball = folder.resolve(name).normalize();
        if (!name.endsWith(".tgz")
                || !folder.normalize().equals(tarball.getParent())
                || !Files.isRegularFile(tarball)) {
            throw new IOException(
                    "npm pack " + npmPackage.spec() + " left no tarball, but said: " + lines);
        }
        return tarball;
    }

    private static String complaint(Path folder) throws IOException {
        byte[] said = Files.readAllBytes(folder.resolve("stderr"));
        String text =
                new String(said, StandardCharsets.UTF_8).strip().replaceAll("\\s*\\R\\s*", "; ");
        return text.length() <= COMPLAINT_CHARS ? text : text.substring(0, COMPLAINT_CHARS) + "…";
    }

    /** Bytes in the files of a tree that another process is changing. */
    private static long size(Path top) throws IOException {
        try (var paths = Files.walk(top)) {
            return paths.mapToLong(NpmClient::sizeOrGone).sum();
        } catch (UncheckedIOException e) {
            // npm removed a folder under our feet: the next look will do.
            if (e.getCause() instanceof NoSuchFileException) {
                return 0;
            }
            throw e.getCause();
        }
    }

    private static long sizeOrGone(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException _) {
            return 0; // npm renamed it between the two questions
        }
    }
}
