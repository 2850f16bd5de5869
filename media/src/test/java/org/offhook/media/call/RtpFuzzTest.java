package org.offhook.media.call;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls that {@link RtpFuzz} starts from, and those it once stumbled over. */
class RtpFuzzTest {
    static Stream<Path> seeds() throws Exception {
        return Files.list(Path.of(RtpFuzzTest.class.getResource("/fuzz/rtp").toURI())).sorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isHeardOrDropped(Path seed) throws Exception {
        RtpFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
    }
}
