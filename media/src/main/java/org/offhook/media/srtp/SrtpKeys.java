package org.offhook.media.srtp;

/** What offer and answer agreed on for both directions. */
public record SrtpKeys(SrtpKey ours, SrtpKey theirs) {}
