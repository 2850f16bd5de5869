package org.offhook.server.config;

import java.time.Duration;
import java.util.List;
import org.offhook.agent.TransferTargets.Manner;
import org.offhook.server.config.ServerConfig.Transfer;

/** Reads one person that an agent may pass its callers on to. */
final class TransferReader {
    private static final Duration USUAL_RING = Duration.ofSeconds(25);

    private final Section section;

    TransferReader(Section section) {
        this.section = section;
    }

    Transfer read() {
        String to = section.required("to");
        if (!to.isEmpty() && !to.matches("sips?:[^\\s<>\"?]+")) {
            section.wrong("to", "must be sip:USER@HOST");
        }
        var transfer = new Transfer(to, section.text("description", "").strip(), manner());
        section.end();
        return transfer;
    }

    private Manner manner() {
        var kinds = ServerConfigReader.ordered("blind", false, "attended", true);
        boolean attended = section.choice("kind", false, kinds);
        Duration ring = section.parsed("ring", USUAL_RING, "1s to 5m", Forms::ringTimeout);
        String whisper = section.text("whisper", "").strip();
        boolean confirm =
                section.choice(
                        "confirm", false, ServerConfigReader.ordered("true", true, "false", false));
        if (attended) {
            return new Manner.Attended(ring, whisper, confirm);
        }
        for (String key : List.of("ring", "whisper", "confirm")) {
            if (section.has(key)) {
                section.wrong(key, "is for kind: attended, where the person is called first");
            }
        }
        return new Manner.Blind();
    }
}
