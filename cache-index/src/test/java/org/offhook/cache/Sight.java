package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The encoder with one pair of tuned layers, and its vectors kept on disk. Used by one thread. */
final class Sight implements AutoCloseable {
    private final MiniLmEmbedder embedder;
    private final VectorFile plain;
    private final VectorFile tuned;

    private Sight(MiniLmEmbedder embedder, VectorFile plain, Path folder) throws IOException {
        this.embedder = embedder;
        this.plain = plain;
        String file = embedder.vectorsId().replace('/', '-') + ".bin";
        tuned = new VectorFile(folder.resolve(file), embedder.dimensions());
    }

    /**
     * @param plain closed by who opened it
     * @param folder has {@code NAME.onnx}, gets the vectors
     */
    static Sight of(String name, VectorFile plain, Path folder) throws IOException {
        byte[] layers = Files.readAllBytes(folder.resolve(name + ".onnx"));
        return new Sight(MiniLmEmbedder.load(layers), plain, folder);
    }

    /** With the committed layers. */
    static Sight committed(VectorFile plain, Path folder) throws IOException {
        return new Sight(MiniLmEmbedder.load(), plain, folder);
    }

    /** Where the plain vectors are. */
    static VectorFile plain(Path folder) throws IOException {
        return new VectorFile(folder.resolve("plain.bin"), 384);
    }

    /** Only {@link Vectors#plain}. */
    float[] plain(String text) throws IOException {
        float[] known = plain.get(text);
        return known != null ? known : of(text).plain();
    }

    Vectors of(String text) throws IOException {
        float[] plainKnown = plain.get(text);
        float[] tunedKnown = tuned.get(text);
        if (plainKnown != null && tunedKnown != null) {
            return new Vectors(plainKnown, tunedKnown);
        }
        Vectors vectors = embedder.vectors(text);
        plain.put(text, vectors.plain());
        tuned.put(text, vectors.tuned());
        return vectors;
    }

    @Override
    public void close() throws IOException {
        tuned.close();
        embedder.close();
    }
}
