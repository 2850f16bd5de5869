package org.offhook.sip.jain;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The group that JAIN-SIP's threads are born in. Its TCP readers throw where a message is too big
 * or its length absurd: that ends the connection, and here it ends quietly.
 */
final class JainThreads extends ThreadGroup {
    private static final Logger LOG = LogManager.getLogger(JainThreads.class);

    private final Counters counters;

    JainThreads(Counters counters) {
        super("sip");
        this.counters = counters;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        String name = thread.getName();
        if (name.startsWith("sip") || name.contains("UDPMessageChannelThread")) {
            LOG.error("thread {} died", name, fault); // ours, or one of JAIN-SIP's few workers
            return;
        }
        counters.malformed.increment();
        LOG.debug("{} ended by what a peer sent: {}", name, fault.toString());
    }
}
