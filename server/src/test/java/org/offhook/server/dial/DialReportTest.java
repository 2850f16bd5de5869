package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DialReportTest {
    private static final DialReport REPORT =
            new DialReport(
                    "sip:100@127.0.0.1",
                    "PCMU",
                    12,
                    OptionalLong.of(35),
                    List.of(
                            new DialReport.Turn("Say \"hi\"\n\\o/ é", OptionalLong.of(412), 6.404),
                            new DialReport.Turn("Bye", OptionalLong.empty(), 0)),
                    "us");

    @Test
    void programsReadOneLineOfJson() throws Exception {
        String line = REPORT.json();
        assertEquals(1, line.lines().count());
        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals("sip:100@127.0.0.1", json.get("uri").asText());
        assertEquals("PCMU", json.get("codec").asText());
        assertEquals(12, json.get("setupMs").asLong());
        assertEquals(35, json.get("greetingMs").asLong());
        assertEquals("Say \"hi\"\n\\o/ é", json.get("turns").get(0).get("said").asText());
        assertEquals(412, json.get("turns").get(0).get("responseMs").asLong());
        assertEquals(6.4, json.get("turns").get(0).get("answerSeconds").asDouble());
        assertTrue(json.get("turns").get(1).get("responseMs").isNull());
        assertEquals("us", json.get("hungUpBy").asText());
    }

    @Test
    void programsReadWhyACallFailed() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(DialReport.failureJson("sip:a@b", 486, "Busy Here"));
        assertEquals(486, json.get("error").get("status").asInt());
        assertEquals("Busy Here", json.get("error").get("reason").asText());
    }

    @Test
    void peopleReadATable() {
        assertEquals(
                List.of(
                        "answered after 12 ms in PCMU, greeting after 35 ms",
                        "turn  response   answer  said",
                        "   1    412 ms    6.4 s  Say \"hi\"\n\\o/ é",
                        "   2      none    0.0 s  Bye",
                        "hung up by us"),
                REPORT.table());
    }

    @Test
    void aCallInWhichNothingWasHeardIsSilent() {
        var none = OptionalLong.empty();
        var turns = List.of(new DialReport.Turn("a", none, 0));
        assertTrue(new DialReport("u", "PCMU", 1, none, turns, "us").silent());
        assertTrue(new DialReport("u", "PCMU", 1, none, List.of(), "us").silent());
        assertFalse(REPORT.silent());
    }
}
