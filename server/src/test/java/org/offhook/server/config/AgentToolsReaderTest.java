package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.TransferTargets.Manner;

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
                new ServerConfig.Transfer("sip:200@pbx", "people", new Manner.Blind()),
                tools.transfers().get("desk"));
    }

    @Test
    void aPersonMayBeAskedFirst() throws ConfigException {
        var tools =
                tools(
                        """
                          transfer-to: 'sip:2*@pbx'
                          transfers:
                            desk:
                              to: sip:200@pbx
                              kind: attended
                              ring: 12s
                              whisper: "A caller. {summary}"
                              confirm: true
                        """
                                .indent(0));
        assertEquals(
                new Manner.Attended(Duration.ofSeconds(12), "A caller. {summary}", true),
                tools.transfers().get("desk").manner());
        assertEquals(List.of("sip:2*@pbx"), tools.transferTo());
    }

    @Test
    void whatIsForAPersonWhoIsAskedIsNotForABlindTransfer() {
        assertEquals(
                List.of(
                        "test.yaml:5: agents[0].transfers.desk.whisper: is for kind: attended, where"
                                + " the person is called first, got \"Hello\""),
                problems("  transfers: {desk: {to: 'sip:200@pbx', whisper: Hello}}\n"));
        assertEquals(1, problems("  transfer-to: '200'\n").size());
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
