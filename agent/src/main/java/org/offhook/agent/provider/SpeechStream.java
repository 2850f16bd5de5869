package org.offhook.agent.provider;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Reads one streamed utterance: bare samples or a WAV file, told apart by the first bytes, for
 * servers send what they can and call it what they like. Owned by the exchange's reader.
 */
final class SpeechStream {
    /** What OpenAI sends as {@code pcm}, and who copies it too. */
    private static final int PCM_RATE_HZ = 24_000;

    private static final int READ_BYTES = 8 * 1024;
    private static final long ERROR_BYTES = 16 * 1024;
    private static final Pattern RATE = Pattern.compile("(?i)\\brate=(\\d{4,6})\\b");

    /** First bytes of what can be told for certain not to be samples. */
    private static final List<ByteString> OTHER_FORMATS =
            List.of(
                    ByteString.encodeUtf8("ID3"),
                    ByteString.encodeUtf8("OggS"),
                    ByteString.encodeUtf8("fLaC"));

    private final Endpoint endpoint;
    private final List<String> spoken;
    private final Exchange.Pieces<Sound> out;

    /**
     * @param spoken the words sent, which no error may repeat
     */
    SpeechStream(Endpoint endpoint, List<String> spoken, Exchange.Pieces<Sound> out) {
        this.endpoint = endpoint;
        this.spoken = spoken;
        this.out = out;
    }

    void read(Response response) throws IOException {
        if (response.code() != 200) {
            throw endpoint.refusal(response, spoken);
        }
        String type = response.header("Content-Type", "");
        BufferedSource source = response.body().source();
        if (type.startsWith("application/json") || type.startsWith("text/")) {
            source.request(ERROR_BYTES);
            long length = Math.min(source.getBuffer().size(), ERROR_BYTES);
            throw endpoint.failure(source.readUtf8(length), spoken);
        }
        if (source.request(12)
                && source.getBuffer().rangeEquals(0, ByteString.encodeUtf8("RIFF"))) {
            samples(source, wav(source));
        } else {
            checkBare(type, source.getBuffer());
            samples(source, new WavHeader(rateHz(type), 1, Long.MAX_VALUE));
        }
    }

    private static WavHeader wav(BufferedSource source) throws IOException {
        WavHeader wav;
        try {
            wav = WavHeader.read(source);
        } catch (EOFException cut) {
            throw new IOException("WAV cut in its header", cut);
        }
        return new WavHeader(checkRate(wav.rateHz()), wav.channels(), wav.dataBytes());
    }

    private static void checkBare(String type, Buffer start) throws IOException {
        boolean mp3 =
                (type.contains("mpeg") || type.contains("mp3"))
                        && start.size() >= 2
                        && start.getByte(0) == (byte) 0xFF
                        && (start.getByte(1) & 0xE0) == 0xE0;
        if (mp3 || OTHER_FORMATS.stream().anyMatch(other -> start.rangeEquals(0, other))) {
            throw new IOException("sent a compressed format where samples were asked for");
        }
    }

    /** RFC 3190 and 4856 name the rate as a parameter of the type. */
    private static int rateHz(String type) throws IOException {
        Matcher rate = RATE.matcher(type);
        return rate.find() ? checkRate(Integer.parseInt(rate.group(1))) : PCM_RATE_HZ;
    }

    private static int checkRate(int rateHz) throws IOException {
        return switch (rateHz) {
            case 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000 -> rateHz;
            default -> throw new IOException("samples at " + rateHz + " Hz");
        };
    }

    private void samples(BufferedSource source, WavHeader format) throws IOException {
        var bytes = new Buffer();
        long left = format.dataBytes();
        boolean any = false;
        boolean wanted = true;
        while (wanted && left > 0) {
            long read = source.read(bytes, Math.min(READ_BYTES, left));
            if (read < 0) {
                break;
            }
            left -= read;
            // Half a sample stays for the next round.
            int count = (int) (bytes.size() / (2L * format.channels()));
            if (count > 0) {
                any = true;
                wanted = out.put(new Sound(format.rateHz(), mono(bytes, count, format.channels())));
            }
        }
        if (!any) {
            throw new IOException("sent no sound");
        }
    }

    private static short[] mono(Buffer bytes, int count, int channels) throws EOFException {
        var samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] =
                    channels == 1
                            ? bytes.readShortLe()
                            : (short) ((bytes.readShortLe() + bytes.readShortLe()) / 2);
        }
        return samples;
    }
}
