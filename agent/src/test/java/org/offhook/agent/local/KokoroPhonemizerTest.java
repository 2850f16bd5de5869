package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("installed")
class KokoroPhonemizerTest {
    @Test
    void punctuationIsKeptForTheMelody() throws Exception {
        String spoken = KokoroPhonemizer.find().phonemes("Hello, are you there? Yes!");

        assertEquals("həlˈO, ɑɹ ju ðˈɛɹ? jˈɛs!", spoken);
    }

    @Test
    void aTitleIsReadOutAndEndsNoClause() throws Exception {
        String spoken = KokoroPhonemizer.find().phonemes("Ask for Dr. Bell.");

        assertEquals("ˈæsk fɔɹ dˈɑktəɹ bˈɛl.", spoken);
    }

    @Test
    void marksAloneAreNothing() throws Exception {
        assertEquals("", KokoroPhonemizer.find().phonemes(" ... !"));
    }

    @Test
    void aTextThatLooksLikeAnOptionIsOnlyRead() throws Exception {
        assertEquals("hˈɛlp", KokoroPhonemizer.find().phonemes("--help"));
    }

    /** The program is optional: without it there is no Kokoro, and nothing to test. */
    static boolean installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "espeak-ng")));
    }
}
