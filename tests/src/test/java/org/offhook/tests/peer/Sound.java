package org.offhook.tests.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.offhook.media.Resampler;

/**
 * A piece of audio, mono, from or for a WAV file.
 *
 * @param samples 16-bit linear PCM
 * @param rateHz samples per second
 */
public record Sound(short[] samples, int rateHz) {
    private static final int FLITE_PATIENCE_SECONDS = 90;

    /** Speaks {@code text} with flite's best voice, at 16 kHz. Skips the test without flite. */
    public static Sound spoken(String text, Path folder) throws IOException, InterruptedException {
        PeerProcess.assumeInstalled("flite", "flite");
        Path wav = folder.resolve("spoken-" + Integer.toHexString(text.hashCode()) + ".wav");
        try (var flite =
                PeerProcess.start(
                        folder,
                        List.of("flite", "-voice", "slt", "-t", text, "-o", wav.toString()))) {
            int exit = flite.awaitExit(Duration.ofSeconds(FLITE_PATIENCE_SECONDS));
            if (exit != 0) {
                throw new IOException("flite exited with " + exit + ": " + flite.output());
            }
        }
        return read(wav);
    }

    /** Reads a 16-bit WAV; of several channels the first. */
    public static Sound read(Path wav) throws IOException {
        return read(wav, 0);
    }

    /** Reads one channel of a 16-bit WAV, counted from 0. */
    public static Sound read(Path wav, int channel) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            AudioFormat format = in.getFormat();
            if (format.getSampleSizeInBits() != 16) {
                throw new IOException(wav + " is not 16-bit PCM: " + format);
            }
            var bytes = ByteBuffer.wrap(in.readAllBytes());
            var order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            var all = bytes.order(order).asShortBuffer();
            short[] samples = new short[all.remaining() / format.getChannels()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = all.get(i * format.getChannels() + channel);
            }
            return new Sound(samples, (int) format.getSampleRate());
        } catch (UnsupportedAudioFileException unreadable) {
            throw new IOException(wav + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** Nothing, at 8 kHz. */
    public static Sound silence(Duration length) {
        return new Sound(new short[(int) (length.toMillis() * 8)], 8_000);
    }

    /** The part between two moments; shorter where the sound ends before. */
    public Sound from(Duration start, Duration end) {
        int last = Math.min(samplesIn(end), samples.length);
        return new Sound(
                Arrays.copyOfRange(samples, Math.min(samplesIn(start), last), last), rateHz);
    }

    /** The same sound with silence around it. */
    public Sound between(Duration before, Duration after) {
        int first = samplesIn(before);
        short[] longer = new short[first + samples.length + samplesIn(after)];
        System.arraycopy(samples, 0, longer, first, samples.length);
        return new Sound(longer, rateHz);
    }

    /** The same sound again and again. */
    public Sound times(int count) {
        short[] all = new short[samples.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(samples, 0, all, i * samples.length, samples.length);
        }
        return new Sound(all, rateHz);
    }

    /** The end of it, or all where it is shorter. */
    public Sound last(Duration length) {
        return from(
                length().minus(length).isNegative() ? Duration.ZERO : length().minus(length),
                length());
    }

    /** The same sound at another rate; a multiple goes by straight lines: enough for speech. */
    public Sound at(int newRateHz) {
        if (newRateHz < rateHz) {
            var resampler = new Resampler(rateHz, newRateHz);
            short[] fewer = new short[resampler.mostOut(samples.length)];
            int length = resampler.resample(samples, samples.length, fewer);
            return new Sound(Arrays.copyOf(fewer, length), newRateHz);
        }
        int factor = newRateHz / rateHz;
        if (factor * rateHz != newRateHz) {
            throw new IllegalArgumentException(newRateHz + " is no multiple of " + rateHz);
        }
        short[] more = new short[samples.length * factor];
        for (int i = 0; i < more.length; i++) {
            int here = samples[i / factor];
            int next = samples[Math.min(i / factor + 1, samples.length - 1)];
            more[i] = (short) (here + (next - here) * (i % factor) / factor);
        }
        return new Sound(more, newRateHz);
    }

    /** Writes a WAV with the same samples in each channel. */
    public void write(Path wav, int channels) throws IOException {
        var bytes = ByteBuffer.allocate(2 * channels * samples.length);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples) {
            for (int channel = 0; channel < channels; channel++) {
                bytes.putShort(sample);
            }
        }
        var format = new AudioFormat(rateHz, 16, channels, true, false);
        var in = new ByteArrayInputStream(bytes.array());
        try (var audio = new AudioInputStream(in, format, samples.length)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, wav.toFile());
        }
    }

    public Duration length() {
        return Duration.ofMillis(samples.length * 1000L / rateHz);
    }

    /** Root mean square over all samples; 1.0 is full scale. */
    public double rms() {
        return rms(0, samples.length);
    }

    /** Time in 20 ms windows that are louder than {@code rms}; 1.0 is full scale. */
    public Duration louderThan(double rms) {
        int window = rateHz / 50;
        int loud = 0;
        for (int from = 0; from + window <= samples.length; from += window) {
            if (rms(from, from + window) > rms) {
                loud++;
            }
        }
        return Duration.ofMillis(20L * loud);
    }

    /** What is louder than {@code rms}, cut apart at longer pauses. */
    public List<Sound> pieces(double rms, Duration pause) {
        var pieces = new ArrayList<Sound>();
        int window = rateHz / 50;
        int begin = -1;
        int end = 0;
        for (int from = 0; from + window <= samples.length; from += window) {
            if (rms(from, from + window) > rms) {
                if (begin >= 0 && from - end > samplesIn(pause)) {
                    pieces.add(new Sound(Arrays.copyOfRange(samples, begin, end), rateHz));
                    begin = -1;
                }
                begin = begin < 0 ? from : begin;
                end = from + window;
            }
        }
        if (begin >= 0) {
            pieces.add(new Sound(Arrays.copyOfRange(samples, begin, end), rateHz));
        }
        return pieces;
    }

    private double rms(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return to == from ? 0 : Math.sqrt(sum / (to - from)) / 32768;
    }

    private int samplesIn(Duration duration) {
        return (int) (duration.toMillis() * rateHz / 1000);
    }
}
