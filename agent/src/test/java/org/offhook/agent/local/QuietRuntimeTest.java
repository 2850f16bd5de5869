package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The ONNX Runtime's library has no code that reports its use: decision 027. */
class QuietRuntimeTest {
    private static final String LIBRARY = "native/linux-x64/libonnxruntime.so";

    @Test
    void theRuntimeReportsNothingToItsMaker() throws IOException {
        String library = library();
        assertTrue(library.contains("OrtGetApiBase"), "not the library that was meant");
        assertFalse(library.contains("ORT_DISABLE_TELEMETRY"), "this release has an uploader");
    }

    private static String library() throws IOException {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(LIBRARY)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
