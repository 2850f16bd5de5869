package org.offhook.sip.jain;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.stack.TLSMessageChannel;
import java.text.ParseException;
import java.util.Set;

/**
 * Stands between the parser and a TLS connection of JAIN-SIP's, which answers a message whose
 * necessary headers are broken with a 400 that repeats all of it, and whose own head ends too soon:
 * whoever reads on finds no message behind it. Here such a message is dropped, and the others on
 * the connection, a whole PBX's perhaps, go on. (Over TCP the library closes the connection; for
 * UDP see {@link DiscreetSocket}.) Owned by the thread that reads the connection.
 */
record DiscreetListener(TLSMessageChannel connection) implements ParseExceptionListener {
    /** Those that JAIN-SIP refuses a message for; other broken ones are passed over. */
    private static final Set<Class<?>> NECESSARY =
            Set.of(
                    RequestLine.class,
                    StatusLine.class,
                    Via.class,
                    From.class,
                    To.class,
                    CallID.class,
                    CSeq.class,
                    ContentLength.class);

    @Override
    public void handleException(
            ParseException malformed,
            SIPMessage message,
            @SuppressWarnings("rawtypes") Class headerClass,
            String header,
            String text)
            throws ParseException {
        if (headerClass != null && NECESSARY.contains(headerClass)) {
            throw malformed;
        }
        connection.handleException(malformed, message, headerClass, header, text);
    }
}
