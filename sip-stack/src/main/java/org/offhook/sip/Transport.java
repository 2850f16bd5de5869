package org.offhook.sip;

/** How SIP messages travel (RFC 3261 §18). */
public enum Transport {
    UDP,
    TCP
}
