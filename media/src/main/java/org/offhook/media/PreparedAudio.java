package org.offhook.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;
import org.offhook.media.codec.OpusDecoder;
import org.offhook.media.codec.OpusEncoder;
import org.offhook.media.codec.OpusPacket;
import org.offhook.media.ogg.OggReader;
import org.offhook.media.ogg.OggWriter;
import org.offhook.media.ogg.OpusFile;

/**
 * An utterance made beforehand: its RTP payloads of 20 ms for each codec, beside its PCM master.
 * Immutable, any thread; playing it copies bytes and encodes nothing. On disk it is a plain
 * Ogg/Opus file.
 */
public final class PreparedAudio {
    /** Ten minutes. Longer is a recording, not an utterance. */
    private static final int MAX_SAMPLES = 600 * Pcm.RATE_HZ;

    private static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

    /** Opus counts in 48 kHz samples whatever is in it. */
    private static final int OPUS_RATIO = 48_000 / Pcm.RATE_HZ;

    private static final int FRAME_HALF_MILLIS = 2 * Pcm.FRAME_MILLIS;

    private final short[] pcm;
    private final int preSkipSamples;
    private final byte[][] pcmu;
    private final byte[][] pcma;
    private final byte[][] g722;
    private final byte[][] opus;
    private final int[] meanSquares;

    private PreparedAudio(short[] pcm, byte[][] opus, int preSkipSamples) {
        this.pcm = pcm;
        this.opus = opus;
        this.preSkipSamples = preSkipSamples;
        short[] padded = Arrays.copyOf(pcm, opus.length * Pcm.FRAME_SAMPLES);
        short[] narrow = halved(padded);
        this.pcmu = payloads(narrow, CodecType.PCMU);
        this.pcma = payloads(narrow, CodecType.PCMA);
        this.g722 = payloads(padded, CodecType.G722);
        this.meanSquares = new int[opus.length];
        for (int i = 0; i < meanSquares.length; i++) {
            meanSquares[i] = Pcm.meanSquare(padded, i * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
        }
    }

    /**
     * Encodes an utterance for all codecs: about 0.3 ms of CPU a frame.
     *
     * @param pcm16k samples as in {@link Pcm}
     * @param length samples used of it
     */
    public static PreparedAudio encode(short[] pcm16k, int length) {
        if (length < 1 || length > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "an utterance has 1 to " + MAX_SAMPLES + " samples: " + length);
        }
        try (var encoder = new OpusEncoder(OpusEncoder.BEST_COMPLEXITY)) {
            int lookahead = encoder.lookaheadSamples();
            int frames = framesFor(length + lookahead);
            byte[][] payloads = new byte[frames][];
            short[] frame = new short[Pcm.FRAME_SAMPLES];
            byte[] payload = new byte[Encoder.MAX_PAYLOAD];
            for (int i = 0; i < frames; i++) {
                int from = Math.min(i * Pcm.FRAME_SAMPLES, length);
                int count = Math.min(Pcm.FRAME_SAMPLES, length - from);
                System.arraycopy(pcm16k, from, frame, 0, count);
                Arrays.fill(frame, count, Pcm.FRAME_SAMPLES, (short) 0);
                payloads[i] = Arrays.copyOf(payload, encoder.encode(frame, payload, 0));
            }
            return new PreparedAudio(Arrays.copyOf(pcm16k, length), payloads, lookahead);
        }
    }

    /** Reads an Ogg/Opus file; throws {@link IOException} naming the file where it is none. */
    public static PreparedAudio read(Path oggOpus) throws IOException {
        try (InputStream in = Files.newInputStream(oggOpus)) {
            return read(in);
        } catch (IOException bad) {
            throw new IOException(oggOpus + ": " + bad.getMessage(), bad);
        }
    }

    /** Reads a whole Ogg/Opus stream; does not close it. */
    public static PreparedAudio read(InputStream oggOpus) throws IOException {
        byte[] bytes = oggOpus.readNBytes(MAX_FILE_BYTES + 1);
        if (bytes.length > MAX_FILE_BYTES) {
            throw new IOException("more than " + MAX_FILE_BYTES + " bytes of Ogg");
        }
        OpusFile file = OggReader.read(bytes);
        int preSkip = file.preSkipSamples() / OPUS_RATIO;
        short[] pcm = decode(file, preSkip);
        boolean asWeSend = file.gainQ8Decibels() == 0;
        for (byte[] packet : file.packets()) {
            asWeSend &= OpusPacket.halfMillis(packet, 0, packet.length) == FRAME_HALF_MILLIS;
            asWeSend &= packet.length <= Encoder.MAX_PAYLOAD;
        }
        // Another tool's pre-skip may be long: its packets would start with that much silence.
        if (!asWeSend || preSkip > Pcm.FRAME_SAMPLES) {
            return encode(pcm, pcm.length);
        }
        return new PreparedAudio(pcm, file.packets().toArray(new byte[0][]), preSkip);
    }

    /** Writes an Ogg/Opus file that other players play too. */
    public void write(Path oggOpus) throws IOException {
        long endSamples = (long) (pcm.length + preSkipSamples) * OPUS_RATIO;
        var file = new OpusFile(List.of(opus), preSkipSamples * OPUS_RATIO, endSamples, 0);
        Files.write(oggOpus, OggWriter.write(file, Pcm.RATE_HZ));
    }

    /** Length in frames of 20 ms. */
    public int frames() {
        return opus.length;
    }

    /** Length in milliseconds, as played. */
    public int millis() {
        return frames() * Pcm.FRAME_MILLIS;
    }

    /** The samples, as in {@link Pcm}: a copy. */
    public short[] pcm() {
        return pcm.clone();
    }

    /** Loudness of one frame: see {@link Pcm#meanSquare}. */
    public int meanSquare(int frame) {
        return meanSquares[frame];
    }

    /**
     * Copies one frame's payload.
     *
     * @param frame 0 to {@link #frames()} - 1
     * @param out room for {@link Encoder#MAX_PAYLOAD} from {@code offset}
     * @return its length
     */
    public int copyPayload(CodecType codec, int frame, byte[] out, int offset) {
        byte[] payload =
                switch (codec) {
                    case PCMU -> pcmu[frame];
                    case PCMA -> pcma[frame];
                    case G722 -> g722[frame];
                    case OPUS -> opus[frame];
                };
        System.arraycopy(payload, 0, out, offset, payload.length);
        return payload.length;
    }

    private static short[] decode(OpusFile file, int preSkip) throws IOException {
        long end = file.endSamples() / OPUS_RATIO;
        if (end <= preSkip || end - preSkip > MAX_SAMPLES) {
            throw new IOException("Opus of no or too much length: " + end + " samples at 16 kHz");
        }
        short[] all = new short[(int) end];
        short[] some = new short[OpusDecoder.MAX_PACKET_MILLIS * Pcm.RATE_HZ / 1000];
        int filled = 0;
        try (var decoder = new OpusDecoder()) {
            decoder.gain(file.gainQ8Decibels());
            for (byte[] packet : file.packets()) {
                int count = decoder.decode(packet, packet.length, some);
                if (count < 0) {
                    throw new IOException("an Opus packet cannot be decoded");
                }
                int kept = Math.min(count, all.length - filled);
                System.arraycopy(some, 0, all, filled, kept);
                filled += kept;
            }
        }
        if (filled <= preSkip) {
            throw new IOException("Opus of no length");
        }
        return Arrays.copyOfRange(all, preSkip, filled);
    }

    /** The samples at 8 kHz. */
    private static short[] halved(short[] padded) {
        var resampler = new Resampler(Pcm.RATE_HZ, 8_000);
        short[] narrow = new short[resampler.mostOut(padded.length)];
        int count = resampler.resample(padded, padded.length, narrow);
        return Arrays.copyOf(narrow, count);
    }

    private static byte[][] payloads(short[] samples, CodecType codec) {
        List<byte[]> payloads = new ArrayList<>();
        try (Encoder encoder = codec.newEncoder()) {
            int frameSamples = encoder.sampleRateHz() / 50;
            byte[] payload = new byte[Encoder.MAX_PAYLOAD];
            for (int from = 0; from < samples.length; from += frameSamples) {
                short[] frame = Arrays.copyOfRange(samples, from, from + frameSamples);
                payloads.add(Arrays.copyOf(payload, encoder.encode(frame, payload, 0)));
            }
        }
        return payloads.toArray(new byte[0][]);
    }

    private static int framesFor(int samples) {
        return (samples + Pcm.FRAME_SAMPLES - 1) / Pcm.FRAME_SAMPLES;
    }
}
