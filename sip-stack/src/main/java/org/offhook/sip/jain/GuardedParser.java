package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.TLSMessageChannel;
import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.offhook.sip.machine.Head;

/**
 * JAIN-SIP's parser, whose every failure is a ParseException and is counted. The library catches
 * Exception around it, but a deeply nested header overflows the stack, and that killed a worker
 * thread for good. Owned by the JAIN-SIP thread that reads the socket.
 */
final class GuardedParser implements MessageParser {
    private final StringMsgParser parser = new StringMsgParser();
    private final Counters counters;
    private final CountDownLatch reading;

    /**
     * @param reading counted down when the first message comes in
     */
    GuardedParser(Counters counters, CountDownLatch reading) {
        this.counters = counters;
        this.reading = reading;
    }

    @Override
    public SIPMessage parseSIPMessage(
            byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
            throws ParseException {
        reading.countDown();
        try {
            Optional<String> repeated = Head.repeated(message);
            if (repeated.isPresent()) {
                throw new ParseException("repeated " + repeated.get(), 0);
            }
            ParseExceptionListener told = listener;
            if (listener instanceof TLSMessageChannel channel) {
                told = new DiscreetListener(channel);
            }
            SIPMessage parsed = parser.parseSIPMessage(message, readBody, strict, told);
            if (parsed instanceof SIPRequest request) {
                // JAIN-SIP reads any version as 2.0, though it refuses others.
                request.getRequestLine().setSipVersion(Head.version(message));
            }
            return parsed;
        } catch (ParseException malformed) {
            counters.malformed.increment();
            throw malformed;
        } catch (RuntimeException | StackOverflowError parserBroke) {
            counters.malformed.increment();
            throw new ParseException("unreadable: " + parserBroke.getClass().getSimpleName(), 0);
        }
    }
}
