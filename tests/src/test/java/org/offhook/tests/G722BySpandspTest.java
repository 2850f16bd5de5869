package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.codec.Encoder;
import org.offhook.tests.peer.Sound;

/** Our G.722 beside spandsp's, which comes with baresip: speech from each to the other. */
@Timeout(1_200)
class G722BySpandspTest {
    private static final String LIBRARY = "libspandsp.so.2";
    private static final int RATE_HZ = 16_000;
    private static final int FRAME = 320;
    private static final int BITS_PER_SECOND = 64_000;

    /** Samples by which an encoder and a decoder together delay. */
    private static final int DELAY = 22;

    @TempDir private Path folder;

    @Test
    void speechGoesBothWaysToTheBit() throws Throwable {
        short[] speech = speech();
        byte[] ours = coded(speech);
        try (var arena = Arena.ofConfined()) {
            var spandsp = new Spandsp(arena);
            byte[] theirs = spandsp.encode(speech);
            assertArrayEquals(theirs, ours, "codes");
            assertArrayEquals(spandsp.decode(theirs), decoded(theirs), "samples");
            double decibels = signalToNoise(speech, spandsp.decode(ours));
            assertTrue(decibels > 20, "ours, decoded by spandsp: " + decibels + " dB");
        }
    }

    private short[] speech() throws Exception {
        Sound sound = Sound.spoken("Our parking garage is closed on Sundays.", folder);
        short[] samples = sound.at(RATE_HZ).samples();
        return Arrays.copyOf(samples, samples.length / FRAME * FRAME);
    }

    private static byte[] coded(short[] samples) {
        byte[] codes = new byte[samples.length / 2];
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        try (Encoder encoder = CodecType.G722.newEncoder()) {
            for (int from = 0; from < samples.length; from += FRAME) {
                short[] frame = Arrays.copyOfRange(samples, from, from + FRAME);
                int length = encoder.encode(frame, payload, 0);
                System.arraycopy(payload, 0, codes, from / 2, length);
            }
        }
        return codes;
    }

    private static short[] decoded(byte[] codes) {
        short[] samples = new short[2 * codes.length];
        short[] out = new short[RATE_HZ / 1000 * Decoder.MAX_PACKET_MILLIS];
        try (Decoder decoder = CodecType.G722.newDecoder()) {
            for (int from = 0; from < codes.length; from += FRAME / 2) {
                byte[] payload = Arrays.copyOfRange(codes, from, from + FRAME / 2);
                int count = decoder.decode(payload, payload.length, out);
                System.arraycopy(out, 0, samples, 2 * from, count);
            }
        }
        return samples;
    }

    private static double signalToNoise(short[] meant, short[] heard) {
        double signal = 0;
        double noise = 1;
        for (int i = 0; i < meant.length - DELAY; i++) {
            double error = meant[i] - heard[i + DELAY];
            signal += (double) meant[i] * meant[i];
            noise += error * error;
        }
        return 10 * Math.log10(signal / noise);
    }

    /** The four functions of the library that speak G.722. */
    @SuppressWarnings("restricted") // calling it is what the test is for
    private static final class Spandsp {
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
        private static final FunctionDescriptor INIT =
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, INT, INT);
        private static final FunctionDescriptor CODE =
                FunctionDescriptor.of(
                        INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, INT);

        private final Arena arena;
        private final SymbolLookup library;

        Spandsp(Arena arena) {
            this.arena = arena;
            SymbolLookup found = null;
            try {
                found = SymbolLookup.libraryLookup(LIBRARY, arena);
            } catch (IllegalArgumentException missing) {
                abort("no " + LIBRARY + ": install baresip");
            }
            library = found;
        }

        byte[] encode(short[] samples) throws Throwable {
            MemorySegment out = arena.allocate(samples.length / 2);
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_SHORT, samples);
            run("encode", out, in, samples.length);
            return out.toArray(ValueLayout.JAVA_BYTE);
        }

        short[] decode(byte[] codes) throws Throwable {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_SHORT, 2L * codes.length);
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, codes);
            run("decode", out, in, codes.length);
            return out.toArray(ValueLayout.JAVA_SHORT);
        }

        private void run(String what, MemorySegment out, MemorySegment in, int length)
                throws Throwable {
            MethodHandle init = handle("g722_" + what + "_init", INIT);
            var state = (MemorySegment) init.invokeExact(MemorySegment.NULL, BITS_PER_SECOND, 0);
            int _ = (int) handle("g722_" + what, CODE).invokeExact(state, out, in, length);
        }

        private MethodHandle handle(String name, FunctionDescriptor descriptor) {
            MemorySegment address = library.find(name).orElseThrow();
            return Linker.nativeLinker().downcallHandle(address, descriptor);
        }
    }
}
