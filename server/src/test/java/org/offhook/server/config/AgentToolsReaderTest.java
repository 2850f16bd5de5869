package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent may do, and what its instructions may name. */
class AgentToolsReaderTest {
    private static ServerConfig.Tools tools(String lines) throws ConfigException {
        String text = "agents:\n- name: desk\n  numbers: ['*']\n  bank: demo\n" + lines;
        return ServerConfigReader.read("test.yaml", Path.of("/"), text, name -> null)
                .agents()
                .getFirst()
                .tools();
    }

    private static List<String> problems(String lines) {
        return assertThrows(ConfigException.class, () -> tools(lines)).problems();
    }

    @Test
    void toolsAndTargetsAreRead() throws ConfigException {
        var tools =
                tools(
                        """
                          tools: [hang_up, transfer]
                          transfers: {desk: {to: 'sip:200@pbx', description: people}}
                          instructions: Say goodbye and use `hang_up`.
                        """
                                .indent(0));
        assertEquals(List.of("hang_up", "transfer"), tools.names());
        assertEquals(
                new ServerConfig.Transfer("sip:200@pbx", "people"), tools.transfers().get("desk"));
    }

    @Test
    void aMisspeltToolIsShownWithItsLine() {
        assertEquals(
                List.of(
                        "test.yaml:5: agents[0].tools: must be the name of a tool, did you mean"
                                + " \"hang_up\"?, got \"hangup\""),
                problems("  tools: hangup\n"));
    }

    @Test
    void instructionsThatNameAMissingToolAreShownWithTheirLine() {
        assertEquals(
                List.of(
                        "test.yaml:6: agents[0].instructions: name the tool take_message, which it"
                                + " has not; known: hang_up"),
                problems("  tools: hang_up\n  instructions: Use `take_message`.\n"));
    }

    @Test
    void transferNeedsSomebodyToReach() {
        assertEquals(1, problems("  tools: transfer\n").size());
        assertEquals(1, problems("  tools: transfer\n  transfers: {desk: {to: '200'}}\n").size());
    }
}
