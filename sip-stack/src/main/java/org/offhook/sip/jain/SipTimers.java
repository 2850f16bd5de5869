package org.offhook.sip.jain;

/**
 * How long we wait, in milliseconds; shorter in tests.
 *
 * @param t1 first retransmission of a 200 (RFC 3261 §17.1.1.1)
 * @param t2 longest time between two of them
 * @param acknowledged until an ACK must have come (§13.3.1.4)
 * @param ringing until the application must have answered an INVITE
 * @param reoffer until it must have answered a new offer
 * @param sessionSecond one second of a session timer
 * @param transfer until a transfer must have an outcome
 * @param linger how long a call that the peer ended waits for the outcome of its transfer
 * @param silence until a place that says nothing at all is left for the next one, where there is
 *     one: after four repeats of the request
 * @param lookup until a name server that says nothing is asked once more, and then given up
 * @param farewell how long a closing stack waits for BYE and REGISTER to be answered
 */
public record SipTimers(
        long t1,
        long t2,
        long acknowledged,
        long ringing,
        long reoffer,
        long sessionSecond,
        long transfer,
        long linger,
        long silence,
        long lookup,
        long farewell) {
    public static SipTimers rfc3261() {
        return new SipTimers(
                500, 4000, 32_000, 180_000, 15_000, 1000, 180_000, 2000, 6000, 2000, 2000);
    }
}
