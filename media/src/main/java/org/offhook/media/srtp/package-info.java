/**
 * Encryption of one call's audio and control packets (SRTP, RFC 3711), on the JDK's AES and SHA-1.
 * Pure: packets in arrays, changed in place; nothing is allocated per packet.
 */
package org.offhook.media.srtp;
