package org.offhook.media.ogg;

import java.util.List;

/**
 * What an Ogg/Opus file holds.
 *
 * @param packets Opus packets in order
 * @param preSkipSamples samples at 48 kHz to leave out at the start (RFC 7845 §4.2)
 * @param endSamples length at 48 kHz with the pre-skip: what the last page's granule position says
 * @param gainQ8Decibels to be applied when decoding (RFC 7845 §5.1), usually 0
 */
public record OpusFile(
        List<byte[]> packets, int preSkipSamples, long endSamples, int gainQ8Decibels) {}
