package org.offhook.media.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The plain C interface of the Opus 1.5.2 that lies in libjitsi's jar. Loaded once per process, on
 * first use. Pointers are passed as {@code long}: they live in segments the callers own, and so no
 * call makes an object.
 */
@SuppressWarnings("restricted") // the class exists to make native calls; the program allows them
final class NativeOpus {
    static final int APPLICATION_VOIP = 2048;
    static final int OK = 0;
    static final int SET_BITRATE = 4002;
    static final int SET_BANDWIDTH = 4008;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS_PERCENT = 4014;
    static final int GET_LOOKAHEAD = 4027;
    static final int SET_GAIN = 4034;
    static final int BANDWIDTH_NARROWBAND = 1101;
    static final int BANDWIDTH_MEDIUMBAND = 1102;
    static final int BANDWIDTH_WIDEBAND = 1103;

    private static final SymbolLookup LIBRARY = load();
    private static final MethodHandle ENCODER_CREATE =
            bind("opus_encoder_create", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle DECODER_CREATE =
            bind("opus_decoder_create", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle ENCODE =
            bind("opus_encode", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle DECODE =
            bind(
                    "opus_decode",
                    JAVA_INT,
                    JAVA_LONG,
                    JAVA_LONG,
                    JAVA_INT,
                    JAVA_LONG,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle ENCODER_SET = bindVariadic("opus_encoder_ctl", JAVA_INT);
    private static final MethodHandle ENCODER_GET = bindVariadic("opus_encoder_ctl", JAVA_LONG);
    private static final MethodHandle DECODER_SET = bindVariadic("opus_decoder_ctl", JAVA_INT);
    private static final MethodHandle ENCODER_DESTROY = bindVoid("opus_encoder_destroy");
    private static final MethodHandle DECODER_DESTROY = bindVoid("opus_decoder_destroy");
    private static final MethodHandle VERSION = bind("opus_get_version_string", ADDRESS);

    private NativeOpus() {}

    /** The library's own name and version; throws {@link IllegalStateException} without one. */
    static String version() {
        try {
            var text = (MemorySegment) VERSION.invokeExact();
            return text.reinterpret(100).getString(0);
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static long createEncoder(int rateHz, MemorySegment error) {
        try {
            return (long) ENCODER_CREATE.invokeExact(rateHz, 1, APPLICATION_VOIP, error.address());
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static long createDecoder(int rateHz, MemorySegment error) {
        try {
            return (long) DECODER_CREATE.invokeExact(rateHz, 1, error.address());
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static int encode(long encoder, long pcm, int samples, long out, int outBytes) {
        try {
            return (int) ENCODE.invokeExact(encoder, pcm, samples, out, outBytes);
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    /** A null packet (0, 0) conceals; {@code redundancy} 1 decodes the packet before this one. */
    static int decode(long decoder, Packet packet, long pcm, int samples, int redundancy) {
        try {
            return (int)
                    DECODE.invokeExact(
                            decoder, packet.address, packet.length, pcm, samples, redundancy);
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static void setEncoder(long encoder, int request, int value) {
        try {
            check((int) ENCODER_SET.invokeExact(encoder, request, value), "opus_encoder_ctl");
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static int getEncoder(long encoder, int request, MemorySegment value) {
        try {
            check(
                    (int) ENCODER_GET.invokeExact(encoder, request, value.address()),
                    "opus_encoder_ctl");
            return value.get(JAVA_INT, 0);
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static void setDecoder(long decoder, int request, int value) {
        try {
            check((int) DECODER_SET.invokeExact(decoder, request, value), "opus_decoder_ctl");
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static void destroyEncoder(long encoder) {
        try {
            ENCODER_DESTROY.invokeExact(encoder);
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static void destroyDecoder(long decoder) {
        try {
            DECODER_DESTROY.invokeExact(decoder);
        } catch (Throwable broken) {
            throw wrap(broken);
        }
    }

    static void check(int result, String function) {
        if (result != OK) {
            throw new IllegalStateException(function + " failed: error " + result);
        }
    }

    /** Where a packet lies in native memory; reused by its decoder. */
    static final class Packet {
        long address;
        int length;
    }

    private static RuntimeException wrap(Throwable broken) {
        if (broken instanceof Error error) {
            throw error;
        }
        if (broken instanceof RuntimeException ours) {
            return ours;
        }
        return new IllegalStateException("native call failed", broken);
    }

    private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle bindVoid(String name) {
        return Linker.nativeLinker()
                .downcallHandle(symbol(name), FunctionDescriptor.ofVoid(JAVA_LONG));
    }

    private static MethodHandle bindVariadic(String name, MemoryLayout argument) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbol(name),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, argument),
                        Linker.Option.firstVariadicArg(2));
    }

    private static MemorySegment symbol(String name) {
        return LIBRARY.find(name)
                .orElseThrow(() -> new IllegalStateException("no " + name + " in libjnopus"));
    }

    private static SymbolLookup load() {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream in = NativeOpus.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no Opus for this platform: " + resource);
            }
            Path file = Files.createTempFile("offhook-", resource.replace('/', '-'));
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                // Once mapped it needs no name; Windows holds on to it until exit.
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            }
        } catch (IOException unwritable) {
            throw new IllegalStateException("cannot unpack " + resource, unwritable);
        }
    }

    /** Where libjitsi's jar keeps the library of a platform. */
    static String resource(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String cpu =
                switch (osArch) {
                    case "amd64", "x86_64" -> "x86-64";
                    default -> osArch;
                };
        if (os.startsWith("windows")) {
            return "win32-" + cpu + "/jnopus.dll";
        }
        return os.startsWith("mac")
                ? "darwin-" + cpu + "/libjnopus.dylib"
                : "linux-" + cpu + "/libjnopus.so";
    }
}
