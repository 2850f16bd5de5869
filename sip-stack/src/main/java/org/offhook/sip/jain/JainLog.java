package org.offhook.sip.jain;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * JAIN-SIP's own log. What it calls errors is nearly always a peer's fault, so everything is debug
 * or trace here, without stack traces. Made by JAIN-SIP, by name.
 */
public final class JainLog implements StackLogger {
    private static final Logger LOG = LogManager.getLogger("org.offhook.sip.jain.stack");

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int traceLevel) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable fault) {
        LOG.debug("{}", fault.toString());
    }

    @Override
    public void logDebug(String message) {
        LOG.trace(message);
    }

    @Override
    public void logDebug(String message, Exception fault) {
        LOG.trace("{}: {}", message, fault.toString());
    }

    @Override
    public void logTrace(String message) {
        LOG.trace(message);
    }

    @Override
    public void logFatalError(String message) {
        LOG.debug(message);
    }

    @Override
    public void logError(String message) {
        LOG.debug(message);
    }

    @Override
    public void logError(String message, Exception fault) {
        LOG.debug("{}: {}", message, String.valueOf(fault));
    }

    @Override
    public void logWarning(String message) {
        LOG.debug(message);
    }

    @Override
    public void logInfo(String message) {
        LOG.trace(message);
    }

    /** False keeps JAIN-SIP from building its messages at all. */
    @Override
    public boolean isLoggingEnabled() {
        return LOG.isTraceEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return LOG.isTraceEnabled();
    }

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
