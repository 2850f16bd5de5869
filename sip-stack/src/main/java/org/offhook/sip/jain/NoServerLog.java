package org.offhook.sip.jain;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** No log of messages: JAIN-SIP's default needs log4j 1. Made by JAIN-SIP, by name. */
public final class NoServerLog implements ServerLogger {
    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sent, long time) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sent, long time) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sent) {}

    @Override
    public void logException(Exception fault) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public void setSipStack(SipStack stack) {}
}
