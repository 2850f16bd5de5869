package org.offhook.agent.provider;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;

/** Tells a refused key from every other failure, for providers that tell it in many ways. */
final class KeyCheck {
    private static final Logger log = LogManager.getLogger(KeyCheck.class);

    /** By the status of the handshake, or in words on the open socket. */
    private static final Pattern REFUSED =
            Pattern.compile("(?i)\\bHTTP 40[13]\\b|api[ _-]?key|unauthori[sz]ed");

    private KeyCheck() {}

    interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    /** Logs what fails for another reason: it may be better when a caller comes. */
    static void of(Attempt attempt) throws KeyRefusedException, InterruptedException {
        try {
            attempt.run();
        } catch (IOException failure) {
            String message = String.valueOf(failure.getMessage());
            if (REFUSED.matcher(message).find()) {
                throw new KeyRefusedException(message);
            }
            log.warn("not ready yet: {}", message);
        }
    }
}
