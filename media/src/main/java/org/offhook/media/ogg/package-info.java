/**
 * Ogg/Opus files (RFC 3533, RFC 7845) of one stream, read and written whole. Pure: arrays in,
 * arrays out.
 */
package org.offhook.media.ogg;
