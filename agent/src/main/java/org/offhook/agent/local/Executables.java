package org.offhook.agent.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Programs on the PATH. */
final class Executables {
    private Executables() {}

    static Optional<Path> find(String name) {
        return find(name, System.getenv().getOrDefault("PATH", ""));
    }

    static Optional<Path> find(String name, String path) {
        for (String folder : path.split(File.pathSeparator)) {
            // An empty entry means the current folder: never run a program found there.
            if (folder.isEmpty()) {
                continue;
            }
            try {
                Path program = Path.of(folder, name);
                if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            } catch (InvalidPathException _) {
                // A PATH entry that is no path of this system holds no program of it either.
            }
        }
        return Optional.empty();
    }
}
