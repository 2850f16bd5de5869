package org.offhook.sip.jain;

import java.util.concurrent.atomic.LongAdder;
import org.offhook.sip.SipCounters;

/** The numbers behind {@link SipCounters}; any thread adds. */
final class Counters {
    final LongAdder malformed = new LongAdder();
    final LongAdder stray = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder invites = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder unproved = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder placed = new LongAdder();
    final LongAdder placedAnswered = new LongAdder();
    final LongAdder ended = new LongAdder();
    final LongAdder unacknowledged = new LongAdder();
    final LongAdder registerFailures = new LongAdder();
    final LongAdder dropped = new LongAdder();

    SipCounters read() {
        return new SipCounters(
                malformed.sum(),
                stray.sum(),
                ignored.sum(),
                invites.sum(),
                refused.sum(),
                rejected.sum(),
                unproved.sum(),
                cancelled.sum(),
                answered.sum(),
                placed.sum(),
                placedAnswered.sum(),
                ended.sum(),
                unacknowledged.sum(),
                registerFailures.sum(),
                dropped.sum());
    }
}
