/**
 * Control packets of one call's audio (RFC 3550 section 6, RFC 3611) and what they measure. Pure:
 * time is an argument, packets are bytes, and nothing is allocated after construction.
 */
package org.offhook.media.rtcp;
