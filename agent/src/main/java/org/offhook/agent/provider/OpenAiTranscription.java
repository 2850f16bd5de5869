package org.offhook.agent.provider;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okio.Buffer;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;
import org.offhook.media.Pcm;

/**
 * A recogniser behind {@code POST /audio/transcriptions}: OpenAI, Groq, speaches, whisper-server
 * and their kin. Takes whole segments. Thread-safe.
 */
public final class OpenAiTranscription implements Recogniser {
    private static final MediaType WAV = MediaType.get("audio/wav");
    private static final int WAV_HEADER_BYTES = 44;

    private final RecogniserConfig config;
    private final boolean streamed;
    private final Limits limits;
    private final Endpoint endpoint;
    private final LongAdder malformed = new LongAdder();

    /**
     * @param streamed whether the words are asked for as events; not every server knows them
     */
    public OpenAiTranscription(RecogniserConfig config, boolean streamed) {
        this(config, streamed, new OkHttpClient());
    }

    OpenAiTranscription(RecogniserConfig config, boolean streamed, OkHttpClient outline) {
        Access.require(!config.model().isBlank(), config.name() + ": model must be named");
        this.config = config;
        this.streamed = streamed;
        limits = config.limits();
        endpoint = new Endpoint(config.access(), config.timeout(), outline);
    }

    @Override
    public Recognition open(String callId, Locale language, Recognition.Listener listener) {
        Thread.ofVirtual()
                .name("call-" + callId + "/warm-" + config.name())
                .start(() -> endpoint.warmUp(limits));
        String told = config.language().isEmpty() ? language.getLanguage() : config.language();
        return new Recognition() {
            @Override
            public String words(Speech speech, BooleanSupplier abandoned)
                    throws IOException, InterruptedException {
                return transcribe(speech, told, abandoned);
            }

            @Override
            public void close() {}
        };
    }

    private String transcribe(Speech speech, String language, BooleanSupplier abandoned)
            throws IOException, InterruptedException {
        Call call =
                endpoint.post(
                        "audio/transcriptions",
                        streamed ? "text/event-stream, application/json" : "application/json",
                        form(speech.samples(), language));
        var words = new AtomicReference<>("");
        endpoint.<Optional<String>>exchange(
                call,
                limits,
                (response, out) -> new Transcript(this, endpoint).read(response, out),
                piece -> {
                    piece.ifPresent(words::set);
                    return !abandoned.getAsBoolean();
                });
        return words.get();
    }

    private RequestBody form(short[] samples, String language) {
        var form =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart("model", config.model())
                        .addFormDataPart("language", language)
                        .addFormDataPart("response_format", "json")
                        .addFormDataPart("temperature", "0");
        if (streamed) {
            form.addFormDataPart("stream", "true");
        }
        // Last, as servers that read as they receive want it.
        return form.addFormDataPart("file", "speech.wav", RequestBody.create(wav(samples), WAV))
                .build();
    }

    private static byte[] wav(short[] samples) {
        int bytes = 2 * samples.length;
        var wav = new Buffer();
        wav.writeUtf8("RIFF").writeIntLe(WAV_HEADER_BYTES - 8 + bytes).writeUtf8("WAVEfmt ");
        wav.writeIntLe(16).writeShortLe(1).writeShortLe(1);
        wav.writeIntLe(Pcm.RATE_HZ).writeIntLe(2 * Pcm.RATE_HZ);
        wav.writeShortLe(2).writeShortLe(16);
        wav.writeUtf8("data").writeIntLe(bytes);
        for (short sample : samples) {
            wav.writeShortLe(sample);
        }
        return wav.readByteArray();
    }

    void countMalformed() {
        malformed.increment();
    }

    /** Events passed over because they could not be understood. */
    long malformed() {
        return malformed.sum();
    }

    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        endpoint.check(limits);
    }

    @Override
    public String id() {
        return config.model() + "@" + config.access().url().host();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
