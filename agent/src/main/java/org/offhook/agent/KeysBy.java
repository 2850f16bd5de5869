package org.offhook.agent;

/** How keys that an agent presses travel to the peer. */
public enum KeysBy {
    /** As telephone events in the audio (RFC 4733), or by INFO to a peer that takes none. */
    AUTO,
    /** As telephone events only: a peer that takes none hears nothing. */
    EVENTS,
    /** By SIP INFO only. */
    INFO
}
