package org.offhook.media.srtp;

/** The keys of both directions: agreed on by offer and answer, or the outcome of a handshake. */
public record SrtpKeys(SrtpKey ours, SrtpKey theirs) implements Keying {}
