package org.offhook.sip;

/**
 * What happened since the start.
 *
 * @param malformed messages that did not parse
 * @param stray requests outside any call of ours, answered without keeping state: probes, scanners
 * @param ignored requests left unanswered: of scanners, and of sources that are refused too often
 * @param invites calls offered to us, also those then refused
 * @param refused calls that we refused for want of room, with 503
 * @param rejected calls that the application refused
 * @param unproved calls refused because the caller is not trusted and has proved nothing (401, 403)
 * @param cancelled calls given up by the caller before the answer
 * @param answered calls we answered with 200
 * @param placed calls we placed
 * @param placedAnswered calls we placed that were answered
 * @param ended answered calls that are over
 * @param unacknowledged answered calls whose ACK never came
 * @param registerFailures registrations that failed, each attempt
 * @param dropped events that the sip thread was too busy to take
 */
public record SipCounters(
        long malformed,
        long stray,
        long ignored,
        long invites,
        long refused,
        long rejected,
        long unproved,
        long cancelled,
        long answered,
        long placed,
        long placedAnswered,
        long ended,
        long unacknowledged,
        long registerFailures,
        long dropped) {}
