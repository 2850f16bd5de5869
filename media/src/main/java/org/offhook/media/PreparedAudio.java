package org.offhook.media;

import java.io.ByteArrayOutputStream;
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
 * Immutable, any thread; playing it copies bytes and encodes nothing. It comes from samples, from a
 * plain Ogg/Opus file, or from a file of its own format that is mapped as it is and shared by all
 * who map it.
 */
public final class PreparedAudio {
    /** Ten minutes. Longer is a recording, not an utterance. */
    private static final int MAX_SAMPLES = 600 * Pcm.RATE_HZ;

    private static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

    /** Opus counts in 48 kHz samples whatever is in it. */
    private static final int OPUS_RATIO = 48_000 / Pcm.RATE_HZ;

    private static final int FRAME_HALF_MILLIS = 2 * Pcm.FRAME_MILLIS;

    private final PreparedImage image;
    private final int preSkipSamples;

    private PreparedAudio(PreparedImage image, int preSkipSamples) {
        this.image = image;
        this.preSkipSamples = preSkipSamples;
    }

    private static PreparedAudio of(short[] pcm, List<byte[]> opus, int preSkipSamples) {
        short[] padded = Arrays.copyOf(pcm, opus.size() * Pcm.FRAME_SAMPLES);
        short[] narrow = halved(padded);
        List<byte[]> fixed =
                List.of(
                        payloads(narrow, CodecType.PCMU),
                        payloads(narrow, CodecType.PCMA),
                        payloads(padded, CodecType.G722));
        return new PreparedAudio(PreparedImage.of(pcm, opus, fixed, padded), preSkipSamples);
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
            List<byte[]> packets = new ArrayList<>();
            short[] frame = new short[Pcm.FRAME_SAMPLES];
            byte[] payload = new byte[Encoder.MAX_PAYLOAD];
            for (int i = 0; i < frames; i++) {
                int from = Math.min(i * Pcm.FRAME_SAMPLES, length);
                int count = Math.min(Pcm.FRAME_SAMPLES, length - from);
                System.arraycopy(pcm16k, from, frame, 0, count);
                Arrays.fill(frame, count, Pcm.FRAME_SAMPLES, (short) 0);
                packets.add(Arrays.copyOf(payload, encoder.encode(frame, payload, 0)));
            }
            return of(Arrays.copyOf(pcm16k, length), packets, lookahead);
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
        return of(pcm, file.packets(), preSkip);
    }

    /** Writes an Ogg/Opus file that other players play too. */
    public void write(Path oggOpus) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        for (int i = 0; i < frames(); i++) {
            packets.add(Arrays.copyOf(payload, copyPayload(CodecType.OPUS, i, payload, 0)));
        }
        long endSamples = (long) (image.sizes().samples() + preSkipSamples) * OPUS_RATIO;
        var file = new OpusFile(packets, preSkipSamples * OPUS_RATIO, endSamples, 0);
        Files.write(oggOpus, OggWriter.write(file, Pcm.RATE_HZ));
    }

    /**
     * Stores it for {@link #map}: whole and on the disk, or not at all. Its folder must be there.
     *
     * @param key what it was made of, 32 bytes: a hash
     */
    public void store(Path file, byte[] key) throws IOException {
        PreparedFile.write(new PreparedFile.Content(image, preSkipSamples), key, file);
    }

    /**
     * Maps what {@link #store} has stored, and checks all of it. The file must not be changed in
     * place after that.
     *
     * @param key what it must have been made of
     * @throws DamagedAudioException where it is not what was stored, or made of something else
     */
    public static PreparedAudio map(Path file, byte[] key) throws IOException {
        PreparedFile.Content content =
                PreparedFile.map(file, key, MAX_SAMPLES, Encoder.MAX_PAYLOAD);
        return new PreparedAudio(content.image(), content.preSkipSamples());
    }

    /**
     * Brings one codec's payloads into memory, where they are mapped: may wait for the disk, as a
     * media thread must not.
     */
    public void load(CodecType codec) {
        image.load(codec);
    }

    /** Length in frames of 20 ms. */
    public int frames() {
        return image.sizes().frames();
    }

    /** Length in milliseconds, as played. */
    public int millis() {
        return frames() * Pcm.FRAME_MILLIS;
    }

    /** The samples, as in {@link Pcm}: a copy. */
    public short[] pcm() {
        return image.pcm();
    }

    /** Loudness of one frame: see {@link Pcm#meanSquare}. */
    public int meanSquare(int frame) {
        return image.meanSquare(frame);
    }

    /**
     * Copies one frame's payload.
     *
     * @param frame 0 to {@link #frames()} - 1
     * @param out room for {@link Encoder#MAX_PAYLOAD} from {@code offset}
     * @return its length
     */
    public int copyPayload(CodecType codec, int frame, byte[] out, int offset) {
        return image.copyPayload(codec, frame, out, offset);
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

    private static byte[] payloads(short[] samples, CodecType codec) {
        var payloads = new ByteArrayOutputStream();
        try (Encoder encoder = codec.newEncoder()) {
            int frameSamples = encoder.sampleRateHz() / 50;
            byte[] payload = new byte[Encoder.MAX_PAYLOAD];
            for (int from = 0; from < samples.length; from += frameSamples) {
                short[] frame = Arrays.copyOfRange(samples, from, from + frameSamples);
                payloads.write(payload, 0, encoder.encode(frame, payload, 0));
            }
        }
        return payloads.toByteArray();
    }

    private static int framesFor(int samples) {
        return (samples + Pcm.FRAME_SAMPLES - 1) / Pcm.FRAME_SAMPLES;
    }
}
