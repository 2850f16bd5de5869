package org.offhook.agent.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The real model files for tests, fetched once into a folder that outlives the build: system
 * property {@code offhook.models}, environment {@code OFFHOOK_MODELS}, or the program's own folder.
 */
public final class TestModels {
    private TestModels() {}

    public static ModelFiles fetched() throws IOException, InterruptedException {
        ModelFiles files = ModelFiles.in(folder());
        files.fetch(ConsoleProgress.onStandardError());
        return files;
    }

    private static Path folder() {
        return Optional.ofNullable(System.getProperty("offhook.models"))
                .or(() -> Optional.ofNullable(System.getenv("OFFHOOK_MODELS")))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(ModelFiles::defaultDirectory);
    }
}
