package org.offhook.sip.jain;

import java.net.InetAddress;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.machine.RefusalLimit;

/**
 * One line for each thing that a stranger should not do, in a form that fail2ban reads
 * (docs/fail2ban): {@code abuse from ADDRESS: WHAT}. Says no word that came from outside. Ten lines
 * a second for each source are enough to ban it. For any thread.
 */
final class AbuseLog {
    private static final Logger LOG = LogManager.getLogger(AbuseLog.class);
    private static final int LINES_PER_SECOND = 10;

    private final RefusalLimit lines = new RefusalLimit(LINES_PER_SECOND);

    void tell(InetAddress source, String what) {
        if (lines.countOrIgnore(source, System.nanoTime() / 1_000_000)) {
            LOG.warn("abuse from {}: {}", source.getHostAddress(), what);
        }
    }
}
