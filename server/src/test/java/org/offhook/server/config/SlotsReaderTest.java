package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.offhook.agent.SlotSources;

/** Where an agent's slots get their values. */
class SlotsReaderTest {
    private static SlotSources slots(String lines) throws ConfigException {
        String text = "agents:\n- name: desk\n  numbers: ['*']\n  bank: demo\n" + lines;
        return ServerConfigReader.read("test.yaml", Path.of("/"), text, name -> null)
                .agents()
                .getFirst()
                .slots();
    }

    @Test
    void textsHeadersAndTheZoneAreRead() throws ConfigException {
        assertEquals(
                new SlotSources(
                        Map.of("doctor", "Doctor Baker"),
                        Map.of("order", "X-Order"),
                        ZoneId.of("Europe/Berlin")),
                slots(
                        """
                          time-zone: Europe/Berlin
                          slots: {doctor: Doctor Baker, order: header X-Order}
                        """));
        assertEquals(SlotSources.builtIn(), slots(""));
    }

    @Test
    void whatIsWrongIsShownWithItsLine() {
        var complaint =
                assertThrows(
                        ConfigException.class,
                        () ->
                                slots(
                                        """
                                          time-zone: Middle Earth
                                          slots:
                                            name: Ann
                                            My Slot: x
                                            who: "{name}"
                                            id: header Authorization
                                        """));
        assertEquals(
                List.of(
                        "test.yaml:5: agents[0].time-zone: must be a time zone such as"
                                + " Europe/Berlin, got \"Middle Earth\"",
                        "test.yaml:7: agents[0].slots.name: must have another name: every agent has"
                                + " {name}",
                        "test.yaml:8: agents[0].slots.My Slot: must be called a-z, 0-9 and -, at most"
                                + " 32 characters",
                        "test.yaml:9: agents[0].slots.who: must be 1 to 200 characters without"
                                + " braces, or \"header X-...\", got \"{name}\"",
                        "test.yaml:10: agents[0].slots.id: must name a header field X-... or"
                                + " Subject, got \"header Authorization\""),
                complaint.problems());
    }
}
