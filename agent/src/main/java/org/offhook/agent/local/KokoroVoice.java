package org.offhook.agent.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Voice;
import org.offhook.media.Resampler;

/**
 * The most natural voice that runs here, and the slowest: Kokoro-82M. It computes longer than it
 * speaks, so it is for audio made beforehand. Thread-safe; each sentence keeps its caller's thread
 * busy for seconds and is heard of only when whole, so it is called on the model pool or at
 * preparation. Interruption is obeyed between sentences.
 */
public final class KokoroVoice implements Voice {
    private static final Logger log = LogManager.getLogger(KokoroVoice.class);

    private static final int MODEL_HZ = 24_000;
    private static final int CALL_HZ = 16_000;
    private static final int CHUNK_SAMPLES = MODEL_HZ / 10;
    private static final int STYLE_FLOATS = 256;
    private static final float SPEED = 1.0f;

    private final OrtSession session;
    private final OrtEnvironment runtime;
    private final KokoroPhonemizer phonemizer;
    private final KokoroVocabulary vocabulary;
    private final float[] styles;
    private final String id;

    private KokoroVoice(OrtSession session, KokoroVocabulary vocabulary, float[] styles, String id)
            throws IOException {
        this.session = session;
        this.runtime = OnnxEnvironment.get();
        this.phonemizer = KokoroPhonemizer.find();
        this.vocabulary = vocabulary;
        this.styles = styles;
        this.id = id;
    }

    /**
     * Loads the model: some seconds and about 400 MB.
     *
     * @param model Kokoro-82M v1.0 as ONNX with inputs input_ids, style, speed
     * @param voiceFile one style of 256 little-endian floats for each length in symbols
     * @param tokenizerJson the symbols' numbers
     * @throws IOException a file is missing or not what it should be, or espeak-ng is missing
     */
    public static KokoroVoice load(Path model, Path voiceFile, Path tokenizerJson)
            throws IOException {
        KokoroVocabulary vocabulary = KokoroVocabulary.read(tokenizerJson);
        float[] styles = readStyles(voiceFile);
        // By content: where the files lie and what they are called changes no sound.
        String id = "kokoro/%s/%s/%s".formatted(print(model), print(voiceFile), SPEED);
        try {
            OrtSession session = OnnxEnvironment.get().createSession(model.toString(), options());
            try {
                return new KokoroVoice(session, vocabulary, styles, id);
            } catch (IOException noPhonemizer) {
                session.close();
                throw noPhonemizer;
            }
        } catch (OrtException unreadable) {
            throw new IOException("Kokoro does not load from " + model, unreadable);
        }
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        Resampler resampler = new Resampler(MODEL_HZ, CALL_HZ);
        for (String sentence : KokoroText.sentences(text)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!speakPiece(sentence, resampler, sink)) {
                return;
            }
        }
        // The resampler still holds the last milliseconds.
        deliver(new float[MODEL_HZ / 100], resampler, sink);
    }

    /** False when no more is wanted. */
    private boolean speakPiece(String piece, Resampler resampler, Sink sink)
            throws IOException, InterruptedException {
        long[] ids = vocabulary.ids(phonemizer.phonemes(piece));
        int symbols = ids.length - 2;
        if (symbols == 0) {
            return true;
        }
        if (symbols > styles.length / STYLE_FLOATS) {
            // Numbers can be far longer in symbols than in letters.
            int middle = piece.lastIndexOf(' ', piece.length() / 2);
            if (middle <= 0) {
                throw new IOException("Kokoro cannot speak a word of " + symbols + " symbols");
            }
            return speakPiece(piece.substring(0, middle), resampler, sink)
                    && speakPiece(piece.substring(middle + 1), resampler, sink);
        }
        long startNanos = System.nanoTime();
        float[] wave = infer(ids, symbols);
        log.debug(
                "kokoro: {} symbols, {} ms of speech in {} ms",
                symbols,
                wave.length / (MODEL_HZ / 1_000),
                (System.nanoTime() - startNanos) / 1_000_000);
        return deliver(wave, resampler, sink);
    }

    private float[] infer(long[] ids, int symbols) throws IOException {
        int row = (symbols - 1) * STYLE_FLOATS;
        FloatBuffer style = FloatBuffer.wrap(Arrays.copyOfRange(styles, row, row + STYLE_FLOATS));
        try (OnnxTensor input =
                        OnnxTensor.createTensor(
                                runtime, LongBuffer.wrap(ids), new long[] {1, ids.length});
                OnnxTensor styled =
                        OnnxTensor.createTensor(runtime, style, new long[] {1, STYLE_FLOATS});
                OnnxTensor speed = OnnxTensor.createTensor(runtime, new float[] {SPEED});
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "style", styled, "speed", speed))) {
            if (!(result.get(0) instanceof OnnxTensor wave)) {
                throw new IOException("Kokoro's model gives no waveform");
            }
            FloatBuffer samples = wave.getFloatBuffer();
            float[] copy = new float[samples.remaining()];
            samples.get(copy);
            return copy;
        } catch (OrtException failed) {
            throw new IOException("Kokoro failed on " + symbols + " symbols", failed);
        }
    }

    private static boolean deliver(float[] wave, Resampler resampler, Sink sink)
            throws InterruptedException {
        short[] chunk = new short[CHUNK_SAMPLES];
        short[] out = new short[CHUNK_SAMPLES];
        for (int from = 0; from < wave.length; from += CHUNK_SAMPLES) {
            int length = Math.min(CHUNK_SAMPLES, wave.length - from);
            for (int i = 0; i < length; i++) {
                float sample = Math.clamp(wave[from + i], -1f, 1f);
                chunk[i] = (short) Math.round(sample * Short.MAX_VALUE);
            }
            int resampled = resampler.resample(chunk, length, out);
            if (resampled > 0 && !sink.accept(out, resampled)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException ours) {
            throw new IllegalStateException("Kokoro closed twice", ours);
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static float[] readStyles(Path voiceFile) throws IOException {
        byte[] bytes = Files.readAllBytes(voiceFile);
        if (bytes.length == 0 || bytes.length % (STYLE_FLOATS * Float.BYTES) != 0) {
            throw new IOException(
                    "not a Kokoro voice (%d bytes): %s".formatted(bytes.length, voiceFile));
        }
        float[] styles = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(styles);
        return styles;
    }

    private static String print(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 4);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
