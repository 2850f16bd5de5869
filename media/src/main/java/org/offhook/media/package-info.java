/**
 * Speaks samples: one UDP port per call, RTP (RFC 3550), jitter buffer, codecs, SDP offer and
 * answer (RFC 3264), prepared audio. Inside this border audio is always mono 16-bit PCM at {@value
 * org.offhook.media.Pcm#RATE_HZ} Hz in frames of 20 ms. Sockets, buffers and codecs belong to their
 * {@code media-N} thread. Imports nothing of SIP, cache or agent.
 */
package org.offhook.media;
