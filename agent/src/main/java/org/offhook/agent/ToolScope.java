package org.offhook.agent;

import java.time.Duration;

/** What a tool may do with the call it is used in. Any thread. */
public interface ToolScope {
    /** The Call-ID. */
    String callId();

    /** Name of the agent. */
    String agent();

    /** The caller's user part, as the PBX told it; may be empty. */
    String caller();

    /** Ends the call when the agent has finished speaking. */
    void hangUpAfterSpeaking(String reason);

    /** Passes the caller on to a SIP URI (REFER) when the agent has finished speaking. */
    void transferAfterSpeaking(String uri);

    /** Sends DTMF (RFC 4733): 0-9, *, #, A-D. */
    void sendDigits(String digits);

    /**
     * Records the caller until a long pause, a digit or the limit, and returns what was said.
     *
     * @return the recording and its words; null where the caller said nothing
     */
    Message takeMessage(Duration longest) throws InterruptedException;

    /**
     * What a caller left.
     *
     * @param samples PCM as in {@link org.offhook.media.Pcm}
     */
    record Message(short[] samples, String words) {}
}
