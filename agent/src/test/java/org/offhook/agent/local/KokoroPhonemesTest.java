package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KokoroPhonemesTest {
    @Test
    void diphthongsBecomeOneSymbol() {
        assertEquals("wɪɹ ˈOpən mˈʌndA", KokoroPhonemes.fromIpa("wɪɹ ˈo^ʊpən mˈʌnde^ɪ"));
        assertEquals("ʧˈYs ʤˈʌʤ nˈW mˈI", KokoroPhonemes.fromIpa("t^ʃˈɔ^ɪs d^ʒˈʌd^ʒ nˈa^ʊ mˈa^ɪ"));
    }

    @Test
    void lettersThatMeetByChanceStayTwo() {
        assertEquals("ætʃ", KokoroPhonemes.fromIpa("ætʃ"));
    }

    @Test
    void americanSoundsAreWrittenKokorosWay() {
        assertEquals("bˈɛTəɹ", KokoroPhonemes.fromIpa("bˈɛɾɚ"));
        assertEquals("nˈɜɹs fˈɜɹst", KokoroPhonemes.fromIpa("nˈɜːs fˈɜːst"));
        assertEquals("bˈɑTᵊl", KokoroPhonemes.fromIpa("bˈɑːɾə^l"));
        assertEquals("ɪnʃˈʊɹəns", KokoroPhonemes.fromIpa("ɪnʃˈʊ^ɹɹəns"));
    }

    @Test
    void thePronounIsNotSwallowed() {
        assertEquals("ˌI kˈænt", KokoroPhonemes.fromIpa("a^ɪ kˈænt"));
        assertEquals("ˌIm ˈIs", KokoroPhonemes.fromIpa("a^ɪm ˈa^ɪs"));
    }

    @Test
    void linesOfOneClauseAreJoined() {
        assertEquals("ə bˈi", KokoroPhonemes.fromIpa("ɐ\n bˈiː\n"));
    }

    @Test
    void theModelsInputStandsBetweenBordersAndDropsWhatItDoesNotKnow(@TempDir Path folder)
            throws IOException {
        Path json = folder.resolve("tokenizer.json");
        Files.writeString(json, "{\"model\":{\"vocab\":{\"$\":0,\"a\":43,\"ˈ\":156}}}");
        KokoroVocabulary vocabulary = KokoroVocabulary.read(json);

        assertArrayEquals(new long[] {0, 156, 43, 0}, vocabulary.ids("ˈ#a"));
    }
}
