package org.offhook.cache;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Vectors of texts, kept on disk from run to run. Used by one thread. */
final class VectorFile implements AutoCloseable {
    private final Map<String, float[]> vectors = new HashMap<>();
    private final DataOutputStream log;

    VectorFile(Path file, int dimensions) throws IOException {
        if (Files.exists(file)) {
            read(file, dimensions);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        log =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(
                                        file,
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.APPEND)));
    }

    private void read(Path file, int dimensions) throws IOException {
        long whole = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                String text = in.readUTF();
                float[] vector = new float[dimensions];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = in.readFloat();
                }
                vectors.put(text, vector);
                whole += 2 + text.getBytes(StandardCharsets.UTF_8).length + 4L * vector.length;
            }
        } catch (EOFException _) {
            // All read; what a run that was ended wrote half of is cut off.
            try (var open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate(whole);
            }
        }
    }

    /** Null where it is not known. */
    float[] get(String text) {
        return vectors.get(text);
    }

    void put(String text, float[] vector) throws IOException {
        if (vectors.put(text, vector) == null) {
            log.writeUTF(text);
            for (float value : vector) {
                log.writeFloat(value);
            }
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
