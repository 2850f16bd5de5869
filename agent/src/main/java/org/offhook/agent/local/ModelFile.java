package org.offhook.agent.local;

import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue: every model file Offhook can use, by content. Where a file comes from does not
 * matter; its SHA-256 decides whether it is the one.
 */
public enum ModelFile {
    MOONSHINE_BASE_ENCODER(
            "moonshine-base-encoder.onnx",
            20_513_063,
            "1dd9ab0a7f987113d30affcba5a068d11c8f90fa0223caa3e491ade431ad9751",
            "package/dist/model/base/quantized/encoder_model.onnx",
            NpmPackage.MOONSHINE_BASE),
    MOONSHINE_BASE_DECODER(
            "moonshine-base-decoder.onnx",
            42_498_870,
            "cc9f3cd6698a369c6008b41aa60aa3fb3322e7f03c9bdf19d8e6b7200afca4f3",
            "package/dist/model/base/quantized/decoder_model_merged.onnx",
            NpmPackage.MOONSHINE_BASE),
    MOONSHINE_TINY_ENCODER(
            "moonshine-tiny-encoder.onnx",
            7_937_661,
            "c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a",
            "package/dist/model/tiny/quantized/encoder_model.onnx",
            NpmPackage.MOONSHINE_TINY,
            NpmPackage.MOONSHINE_BASE),
    MOONSHINE_TINY_DECODER(
            "moonshine-tiny-decoder.onnx",
            20_243_286,
            "eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367",
            "package/dist/model/tiny/quantized/decoder_model_merged.onnx",
            NpmPackage.MOONSHINE_TINY,
            NpmPackage.MOONSHINE_BASE),
    MOONSHINE_VOCABULARY(
            "moonshine-vocabulary.js",
            676_487,
            "34a7b9f7579d40486444590c37cba6564ef40c3dd98ecdfc2f7c886ae72c898d",
            "package/llama-tokenizer.js",
            NpmPackage.VOCABULARY),
    SILERO_VAD(
            "silero-vad-v5.onnx",
            2_327_524,
            "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f",
            "package/silero_vad_v5.onnx",
            NpmPackage.SILERO),
    KOKORO_MODEL(
            "kokoro-82m-int8.onnx",
            92_361_116,
            "fbae9257e1e05ffc727e951ef9b9c98418e6d79f1c9b6b13bd59f5c9028a1478",
            "package/build/kokoro-quantized.onnx",
            NpmPackage.KOKORO),
    KOKORO_HEART(
            "kokoro-af-heart.bin",
            522_240,
            "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
            "package/build/voices/af_heart.bin",
            NpmPackage.KOKORO),
    KOKORO_TOKENS(
            "kokoro-tokens.json",
            4_119,
            "566c78f4973a7119bdb6bae0e9ec661ddea273cb814b4a904cf070bac18e0ce8",
            "package/build/tokenizer.json",
            NpmPackage.KOKORO);

    private final String fileName;
    private final long bytes;
    private final String sha256;
    private final String pathInPackage;
    private final List<NpmPackage> packages;

    ModelFile(
            String fileName,
            long bytes,
            String sha256,
            String pathInPackage,
            NpmPackage... packages) {
        this.fileName = fileName;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.pathInPackage = pathInPackage;
        this.packages = List.of(packages);
    }

    /** What the embedded receptionist needs: 94 MB on disk. */
    public static Set<ModelFile> embedded() {
        return Collections.unmodifiableSet(EnumSet.range(MOONSHINE_BASE_ENCODER, SILERO_VAD));
    }

    /** What a Kokoro voice needs: 93 MB more, fetched only on request; nothing here uses it yet. */
    public static Set<ModelFile> kokoro() {
        return Collections.unmodifiableSet(EnumSet.range(KOKORO_MODEL, KOKORO_TOKENS));
    }

    /** Name in the models folder. */
    public String fileName() {
        return fileName;
    }

    public long bytes() {
        return bytes;
    }

    /** Lower-case hex. */
    public String sha256() {
        return sha256;
    }

    /** Where the file lies inside each of its packages' tarballs. */
    String pathInPackage() {
        return pathInPackage;
    }

    /** Packages with this very file, smallest first. */
    List<NpmPackage> packages() {
        return packages;
    }

    /**
     * The publisher's own page with this file. Empty where none is known to serve these very bytes.
     */
    Optional<URI> publisherPage() {
        return switch (this) {
            case MOONSHINE_BASE_ENCODER -> moonshinePage("base", "encoder_model.onnx");
            case MOONSHINE_BASE_DECODER -> moonshinePage("base", "decoder_model_merged.onnx");
            case MOONSHINE_TINY_ENCODER -> moonshinePage("tiny", "encoder_model.onnx");
            case MOONSHINE_TINY_DECODER -> moonshinePage("tiny", "decoder_model_merged.onnx");
            case MOONSHINE_VOCABULARY ->
                    page(
                            "https://raw.githubusercontent.com/belladoreai/llama-tokenizer-js"
                                    + "/v1.2.2/llama-tokenizer.js");
            case SILERO_VAD ->
                    page(
                            "https://raw.githubusercontent.com/snakers4/silero-vad"
                                    + "/v5.1.2/src/silero_vad/data/silero_vad.onnx");
            case KOKORO_MODEL, KOKORO_HEART, KOKORO_TOKENS -> Optional.empty();
        };
    }

    private static Optional<URI> moonshinePage(String size, String name) {
        return page(
                "https://huggingface.co/UsefulSensors/moonshine/resolve/main/onnx/merged/"
                        + size
                        + "/quantized/"
                        + name);
    }

    private static Optional<URI> page(String address) {
        return Optional.of(URI.create(address));
    }
}
