/**
 * The test caller: places a call, speaks, listens, and reports how long the other side took. One
 * thread owns a call; SIP, media and a reader of frames only post to it.
 */
package org.offhook.server.dial;
