package org.offhook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Prepared audio that comes with the program or the agent, by file name. Thread-safe. */
@FunctionalInterface
public interface ShippedAudio {
    /** Empty where there is no such file. The caller closes the stream. */
    Optional<InputStream> open(String fileName) throws IOException;

    /** Nothing is shipped. */
    static ShippedAudio none() {
        return _ -> Optional.empty();
    }

    /** Files of a directory, which need not exist. */
    static ShippedAudio directory(Path directory) {
        return fileName -> {
            Path file = directory.resolve(fileName);
            return Files.isRegularFile(file)
                    ? Optional.of(Files.newInputStream(file))
                    : Optional.empty();
        };
    }

    /**
     * Files of the class path.
     *
     * @param folder as in {@code demo/audio}, without slashes around it
     */
    static ShippedAudio classPath(ClassLoader loader, String folder) {
        return fileName -> Optional.ofNullable(loader.getResourceAsStream(folder + "/" + fileName));
    }
}
