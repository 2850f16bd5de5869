package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.offhook.agent.TransferTargets.Manner;

/** Whom callers may be passed on to. */
class TransferTargetsTest {
    private static final Manner ASKED = new Manner.Attended(Duration.ofSeconds(20), "", false);

    private Set<String> ofBank = Set.of("sip:200@pbx", "sip:400@pbx");

    private final TransferTargets targets =
            new TransferTargets(
                    Map.of("sip:200@pbx", ASKED),
                    () -> ofBank,
                    List.of("sip:2*@pbx"),
                    Optional.empty());

    @Test
    void whoeverIsNotNamedIsNotReached() {
        assertEquals(Optional.of(ASKED), targets.find("sip:200@pbx"));
        assertEquals(Optional.of(new Manner.Blind()), targets.find("sip:201@pbx"));
        assertEquals(Optional.empty(), targets.find("sip:300@pbx"));
        assertEquals(Optional.empty(), targets.find("sip:201@pbx.evil.example"));
        assertEquals(Optional.empty(), TransferTargets.NONE.find("sip:200@pbx"));
    }

    @Test
    void whatTheBankSaysNowCounts() {
        assertEquals(Optional.of(new Manner.Blind()), targets.find("sip:400@pbx"));
        assertEquals(Optional.of(ASKED), targets.find("sip:200@pbx"), "how, the agent says");
        ofBank = Set.of("sip:500@pbx");
        assertEquals(Optional.empty(), targets.find("sip:400@pbx"));
        assertEquals(Optional.of(new Manner.Blind()), targets.find("sip:500@pbx"));
    }

    @Test
    void aStarReachesNotOverTheHost() {
        assertTrue(TransferTargets.matches("sip:*@pbx", "sip:+49@pbx"));
        assertFalse(TransferTargets.matches("sip:*@pbx", "sip:a@evil.example;x=b@pbx"));
        assertFalse(TransferTargets.matches("sip:2*", "sip:2@evil.example"));
        assertFalse(TransferTargets.matches("sip:2.0@pbx", "sip:2x0@pbx"));
    }
}
