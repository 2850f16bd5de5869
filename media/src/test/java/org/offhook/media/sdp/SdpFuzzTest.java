package org.offhook.media.sdp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The descriptions that {@link SdpFuzz} starts from, and those it once stumbled over. */
class SdpFuzzTest {
    static Stream<Path> seeds() throws Exception {
        return Files.list(Path.of(SdpFuzzTest.class.getResource("/fuzz/sdp").toURI())).sorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isReadOrRefused(Path seed) throws Exception {
        SdpFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
    }
}
