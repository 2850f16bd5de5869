package org.offhook.sip.jain;

/** What every call and line of one stack shares. */
record Core(
        SipThread thread,
        Messages messages,
        Outbound outbound,
        Calls calls,
        Room room,
        Door door,
        Counters counters,
        SipTimers timers) {}
