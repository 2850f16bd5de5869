package org.offhook.sip.jain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages that {@link SipFuzz} starts from: RFC 4475 and RFC 5118. */
class SipFuzzTest {
    static Stream<Path> seeds() throws Exception {
        return Files.list(Path.of(SipFuzzTest.class.getResource("/torture").toURI())).sorted();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isReadOrRefused(Path seed) throws Exception {
        SipFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
    }
}
