/** Who or what has answered a call that we placed: pure, from tones, pauses and words. */
package org.offhook.agent.answering;
