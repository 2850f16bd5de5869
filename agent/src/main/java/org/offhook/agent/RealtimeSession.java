package org.offhook.agent;

import java.util.List;
import org.offhook.media.HeardFrames;

/**
 * One call's conversation with a {@link RealtimeModel}. Who speaks when is decided here, by the
 * call, never by the service: sound goes up all the time, and the service answers when it is asked.
 * Reconnects by itself, with what has been said so far. No method blocks.
 */
public interface RealtimeSession extends AutoCloseable {
    /**
     * Every frame of the call, on the hearing thread. Sound that the connection cannot take is
     * dropped, the oldest first, and counted.
     */
    void hear(HeardFrames.Frame frame);

    /** Nothing that was heard up to now is a question: noise, or answered from the cache. */
    void forgetHeard();

    /**
     * Asks for an answer to what was heard since the last answer.
     *
     * @param utterance comes back with all that belongs to this answer
     */
    void ask(int utterance);

    /**
     * Tells what was said without the service: answers from the cache, prompts, how much of its own
     * answer was heard. Also what the service is told after a reconnection.
     */
    void tell(LanguageModel.Message message);

    /**
     * The answer is no longer wanted. Its item is truncated at what was heard.
     *
     * @param heardMillis of its sound, as the caller heard it
     */
    void cancel(int utterance, int heardMillis);

    /** Results of all tools that the answer asked for; the service then goes on with the answer. */
    void toolResults(int utterance, List<LanguageModel.Message.ToolResult> results);

    /** Counters so far; from any thread. */
    Stats stats();

    @Override
    void close();

    /**
     * @param malformed events that could not be read
     * @param unknown events of a type not known here
     * @param droppedMillis of the caller's sound
     * @param reconnections after the first connection
     */
    record Stats(long malformed, long unknown, long droppedMillis, int reconnections) {}

    /** Told what comes from the service, in order, on the session's own thread. */
    interface Listener {
        /**
         * Sound of an answer; may block to hold the service back.
         *
         * @param g711 bytes in the call's law, or null where there is PCM
         * @param pcm as in {@link org.offhook.media.Pcm}, or null where there is G.711
         * @param length bytes or samples
         */
        void onSound(int utterance, byte[] g711, short[] pcm, int length)
                throws InterruptedException;

        /** Words of an answer, in step with its sound. */
        void onWords(int utterance, String words);

        /** What the caller said, as the service understood it; may come late. */
        void onCallerWords(String words);

        /** The answer needs these tools; {@link RealtimeSession#toolResults} goes on with it. */
        void onTools(int utterance, List<ToolCall> calls);

        /** No more sound of this answer. */
        void onAnswered(int utterance);

        /** No answer will come, or no more of it. */
        void onFailed(int utterance, String why);
    }
}
