/**
 * Speaks turns: who speaks, what to say. {@code call-…} virtual threads own the conversation of one
 * call; CPU-bound models run on the {@code model-N} pool. The only module besides {@code server}
 * that knows SIP, media and cache.
 */
package org.offhook.agent;
