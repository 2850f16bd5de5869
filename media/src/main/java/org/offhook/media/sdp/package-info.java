/**
 * Session descriptions (RFC 8866) and offer/answer (RFC 3264), as much as one audio stream needs.
 * Pure: bytes in, bytes and an {@link org.offhook.media.sdp.AudioSession} out.
 */
package org.offhook.media.sdp;
