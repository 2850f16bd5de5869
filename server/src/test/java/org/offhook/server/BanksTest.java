package org.offhook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.Prompt;
import org.offhook.server.config.BankLoader;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.config.ServerConfigReader;

/** An agent has words for all that can happen to it. */
class BanksTest {
    @TempDir Path folder;

    /** The prompts of an agent behind a bank that has none but what every bank must have. */
    private Map<String, String> prompts(String agent) throws Exception {
        String bank =
                BankLoader.PROMPTS.stream()
                        .map(prompt -> "  " + prompt + ": Words.\n")
                        .collect(
                                Collectors.joining(
                                        "",
                                        "name: bare\nprompts:\n",
                                        "answers:\n  - {id: a, say: A., questions: [What?]}\n"));
        Files.writeString(folder.resolve("bank.yaml"), bank);
        Path file =
                Files.writeString(
                        folder.resolve("offhook.yaml"),
                        "agents:\n  - {name: a, numbers: \"1\", bank: bank.yaml"
                                + agent
                                + "}\n"
                                + "mcp-servers:\n  rooms: {command: rooms}\n");
        ServerConfig config = ServerConfigReader.read(file, _ -> null);
        return Banks.of(config.agents().getFirst()).prompts();
    }

    @Test
    void whatNoBankMustHaveHasUsualWords() {
        for (Prompt prompt : Prompt.values()) {
            assertEquals(
                    BankLoader.PROMPTS.contains(prompt.key()),
                    prompt.usual().isEmpty(),
                    prompt::toString);
        }
    }

    @Test
    void whoTakesMessagesPassesOnAndWaitsForToolsHasWordsForAll() throws Exception {
        assertEquals(
                Arrays.stream(Prompt.values()).map(Prompt::key).collect(Collectors.toSet()),
                prompts(
                                ", way-out: \"transfer sip:desk@pbx\", tools: [take_message,"
                                        + " \"mcp:rooms\"]")
                        .keySet());
    }

    @Test
    void whatIsNeverSaidIsNotPrepared() throws Exception {
        Map<String, String> bare = prompts(", tools: [hang_up]");
        assertFalse(bare.containsKey(Prompt.STILL_WORKING.key()));
        assertFalse(bare.containsKey(Prompt.MESSAGE_TAKEN.key()));
        assertFalse(bare.containsKey(Prompt.TRANSFER_BUSY.key()));
        assertTrue(prompts(", tools: [take_message]").containsKey(Prompt.MESSAGE_TAKEN.key()));
    }
}
