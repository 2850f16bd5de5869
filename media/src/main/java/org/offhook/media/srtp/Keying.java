package org.offhook.media.srtp;

/** How both ends of an encrypted call come to their keys. */
public sealed interface Keying permits SrtpKeys, DtlsTerms {}
