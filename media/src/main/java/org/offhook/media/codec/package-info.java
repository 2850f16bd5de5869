/**
 * Turns RTP payloads into samples and back: G.711 and G.722 in Java, Opus in the native library
 * that comes with libjitsi, bound through the foreign-function API (LibJitsi itself is never
 * started). A decoder or encoder belongs to the thread that made it.
 */
package org.offhook.media.codec;
