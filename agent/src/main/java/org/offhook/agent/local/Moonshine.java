package org.offhook.agent.local;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import org.offhook.media.Pcm;

/**
 * English speech to words with Moonshine (Jeffries et al. 2024, arXiv 2410.15608), int8, on one
 * core per segment. Thread-safe: all that changes belongs to one {@link MoonshineDecoding}.
 */
public final class Moonshine implements AutoCloseable {
    /**
     * A segment cut in the last sound of its last word is heard wrong half as often again without
     * this silence behind it (29 cuts measured); more brings nothing and costs time.
     */
    static final int TAIL_SAMPLES = Pcm.RATE_HZ * 60 / 1000;

    /** Shorter segments are filled up with silence: below this the encoder yields no frame. */
    static final int LEAST_SAMPLES = Pcm.RATE_HZ / 4;

    /** Longer segments are recognised in pieces: the decoder was trained on some 190 tokens. */
    static final int MOST_SAMPLES = Pcm.RATE_HZ * 24;

    private static final float FULL_SCALE = 32_768;

    private final Size size;
    private final OrtSession encoder;
    private final OrtSession first;
    private final OrtSession later;
    private final Vocabulary vocabulary;

    private Moonshine(Size size, List<OrtSession> sessions, Vocabulary vocabulary) {
        this.size = size;
        this.encoder = sessions.get(0);
        this.first = sessions.get(1);
        this.later = sessions.get(2);
        this.vocabulary = vocabulary;
    }

    /**
     * Reads the model; takes about a second.
     *
     * @throws IOException a file is missing or not the one of the catalogue
     */
    public static Moonshine load(ModelFiles files, Size size) throws IOException {
        Vocabulary vocabulary = Vocabulary.read(files.file(ModelFile.MOONSHINE_VOCABULARY));
        Path encoder = files.file(size.encoder());
        Path decoder = files.file(size.decoder());
        OrtEnvironment environment = OnnxEnvironment.get();
        var sessions = new ArrayList<OrtSession>();
        try (var forSound = Onnx.oneThread();
                var forToken = Onnx.oneToken();
                var graph = MoonshineGraph.open(decoder)) {
            sessions.add(environment.createSession(encoder.toString(), forSound));
            sessions.add(environment.createSession(graph.first(), forToken));
            sessions.add(environment.createSession(graph.later(), forToken));
            return new Moonshine(size, sessions, vocabulary);
        } catch (OrtException e) {
            Onnx.close(sessions);
            throw new IOException("Moonshine " + size + " cannot be loaded", e);
        } catch (IOException e) {
            Onnx.close(sessions);
            throw e;
        }
    }

    /**
     * Recognises one segment of speech.
     *
     * @param samples PCM as in {@link org.offhook.media.Pcm}
     * @param abandoned asked between steps; when true the call returns early with what it has
     * @return the words, trimmed; empty where nothing was understood
     */
    public String recognise(short[] samples, int length, BooleanSupplier abandoned)
            throws IOException, InterruptedException {
        var words = new StringJoiner(" ");
        words.setEmptyValue("");
        int pieces = Math.ceilDiv(length, MOST_SAMPLES);
        for (int piece = 0; piece < pieces && !abandoned.getAsBoolean(); piece++) {
            int from = (int) ((long) length * piece / pieces);
            int to = (int) ((long) length * (piece + 1) / pieces);
            String heard = recognisePiece(samples, from, to, abandoned);
            if (!heard.isEmpty()) {
                words.add(heard);
            }
        }
        return words.toString();
    }

    private String recognisePiece(short[] samples, int from, int to, BooleanSupplier abandoned)
            throws IOException, InterruptedException {
        try (var decoding = new MoonshineDecoding(size.names(), first, later)) {
            decoding.listen(encoder, audio(samples, from, to));
            int limit = tokenLimit(to - from);
            while (decoding.length() < limit && !abandoned.getAsBoolean() && decoding.step()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return decoding.text(vocabulary);
        } catch (OrtException e) {
            throw new IOException("Moonshine " + size + " failed on a segment", e);
        }
    }

    private static FloatBuffer audio(short[] samples, int from, int to) {
        int length = Math.max(to - from + TAIL_SAMPLES, LEAST_SAMPLES);
        FloatBuffer audio =
                ByteBuffer.allocateDirect(length * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        for (int i = from; i < to; i++) {
            audio.put(i - from, samples[i] / FULL_SCALE);
        }
        return audio;
    }

    /** No one says more: 6.5 tokens a second, and some for a hurried short answer. */
    static int tokenLimit(int samples) {
        return Math.min(4 + 13 * samples / (2 * Pcm.RATE_HZ), MoonshineDecoding.MOST_TOKENS);
    }

    /** Frees the native models; no recognition may be running. */
    @Override
    public void close() {
        Onnx.close(List.of(later, first, encoder));
    }

    /** The two English models. */
    public enum Size {
        /** 27 million weights: for machines short of CPU. */
        TINY(6, ModelFile.MOONSHINE_TINY_ENCODER, ModelFile.MOONSHINE_TINY_DECODER),
        /** 62 million weights: fewer errors than tiny on telephone audio. */
        BASE(8, ModelFile.MOONSHINE_BASE_ENCODER, ModelFile.MOONSHINE_BASE_DECODER);

        private final MoonshineNames names;
        private final ModelFile encoder;
        private final ModelFile decoder;

        Size(int layers, ModelFile encoder, ModelFile decoder) {
            this.names = MoonshineNames.ofLayers(layers);
            this.encoder = encoder;
            this.decoder = decoder;
        }

        MoonshineNames names() {
            return names;
        }

        ModelFile encoder() {
            return encoder;
        }

        ModelFile decoder() {
            return decoder;
        }
    }
}
