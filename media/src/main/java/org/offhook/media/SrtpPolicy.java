package org.offhook.media;

/** Whether a call's audio is encrypted (SRTP). */
public enum SrtpPolicy {
    /** Never: a peer that insists gets 488. */
    REFUSE,
    /** Where the peer offers it. */
    ACCEPT,
    /** As {@link #ACCEPT}, and offered by us beside plain audio, which the peer may choose. */
    OFFER,
    /** Always: a peer that cannot gets 488, and ours is refused by one that cannot. */
    REQUIRE
}
