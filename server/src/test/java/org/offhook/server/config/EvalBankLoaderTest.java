package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalBankLoaderTest {
    @TempDir private Path folder;

    private EvalBankLoader.EvalBank read(String yaml) throws IOException, ConfigException {
        return EvalBankLoader.read(Files.writeString(folder.resolve("bank.yaml"), yaml));
    }

    @Test
    void idsAndQuestionsAreEnough() throws IOException, ConfigException {
        var bank =
                read(
                        "answers:\n- {id: Card?, questions: [one, two]}\n- {id: pin, questions: three}\n");
        assertEquals(List.of("one", "two"), bank.answers().get(0).questions());
        assertEquals("pin", bank.answers().get(1).id());
        assertEquals(List.of(), bank.leftOut());
    }

    @Test
    void aPhrasingOfTwoAnswersIsOfNeither() throws IOException, ConfigException {
        var bank =
                read(
                        "answers:\n- {id: a, questions: [Same?, two]}\n- {id: b, questions: [same]}\n");
        assertEquals(List.of("two"), bank.answers().get(0).questions());
        assertEquals(List.of(), bank.answers().get(1).questions());
        assertEquals(2, bank.leftOut().size());
        assertTrue(bank.leftOut().get(0).endsWith("answer a: also means another answer: Same?"));
    }

    @Test
    void anIdIsOnesOwn() {
        var wrong =
                assertThrows(
                        ConfigException.class,
                        () ->
                                read(
                                        "answers:\n- {id: a, questions: [x]}\n- {id: a, questions: [y]}\n"));
        assertEquals(1, wrong.problems().size());
    }
}
