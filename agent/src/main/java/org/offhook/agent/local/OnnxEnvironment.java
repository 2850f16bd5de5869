package org.offhook.agent.local;

import ai.onnxruntime.OrtEnvironment;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/**
 * The process's one ONNX Runtime environment, kept to the end of the process. Any thread.
 *
 * <p>The Java binding lets go of it in a shutdown hook of its own, that is while calls still end in
 * ours: a recognition that runs then, or a model being loaded, brings the process down with a
 * segmentation fault. The environment is counted, so one more reference, by the C interface
 * (onnxruntime_c_api.h: {@code OrtGetApiBase}, {@code GetApi}, {@code CreateEnv}), keeps it.
 */
final class OnnxEnvironment {
    /** Entries of OrtApi keep their place for ever; this one is as old as the first version. */
    private static final int CREATE_ENV = 3;

    private static final int C_API_VERSION = 17;
    private static final int WARNING = 2;

    private static final OrtEnvironment ENVIRONMENT = kept(OrtEnvironment.getEnvironment());

    private OnnxEnvironment() {}

    static OrtEnvironment get() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment kept(OrtEnvironment environment) {
        try {
            keep();
        } catch (Throwable unexpected) {
            throw new IllegalStateException("the ONNX Runtime cannot be kept", unexpected);
        }
        return environment;
    }

    // The layout is the C interface's: nothing that Java could check.
    @SuppressWarnings("restricted")
    private static void keep() throws Throwable {
        var linker = Linker.nativeLinker();
        var pointer = ValueLayout.ADDRESS;
        var apiBase =
                linker.downcallHandle(
                        SymbolLookup.loaderLookup().findOrThrow("OrtGetApiBase"),
                        FunctionDescriptor.of(pointer));
        var base = (MemorySegment) apiBase.invokeExact();
        var getApi =
                linker.downcallHandle(
                        base.reinterpret(pointer.byteSize()).get(pointer, 0),
                        FunctionDescriptor.of(pointer, ValueLayout.JAVA_INT));
        var api = (MemorySegment) getApi.invokeExact(C_API_VERSION);
        var createEnv =
                linker.downcallHandle(
                        api.reinterpret((CREATE_ENV + 1) * pointer.byteSize())
                                .getAtIndex(pointer, CREATE_ENV),
                        FunctionDescriptor.of(pointer, ValueLayout.JAVA_INT, pointer, pointer));
        try (Arena arena = Arena.ofConfined()) {
            var status =
                    (MemorySegment)
                            createEnv.invokeExact(
                                    WARNING,
                                    arena.allocateFrom("offhook"),
                                    arena.allocate(pointer));
            if (status.address() != 0) {
                throw new IllegalStateException("CreateEnv failed");
            }
        }
    }
}
