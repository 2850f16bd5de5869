package org.offhook.agent;

import java.util.List;
import org.offhook.media.PreparedAudio;

/**
 * All that a {@link Conversation} may ask of the world. The call's session does it with real media
 * and models, a simulation in virtual time.
 */
interface Stage {
    /** Recognises and looks up; the result comes back as {@code Understood} with this number. */
    void recognise(int attempt, Speech speech);

    /** How to listen from now on. */
    void attend(Attention attention);

    /** Plays prepared audio and returns its utterance number. */
    int play(PreparedAudio audio);

    /**
     * Says an answer with slots, of which some is spoken only now; returns its utterance number.
     *
     * @param said filled with the answer as it is spoken
     */
    int say(SlottedLine line, UtteranceText said);

    /** Begins to work on an answer of which nothing is heard before {@link #ask} wants the same. */
    void draft(List<LanguageModel.Message> messages);

    /** What was drafted is not wanted. */
    void dropDraft();

    /**
     * Asks the mind and speaks its answer as it comes; returns the utterance number.
     *
     * @param said filled with the answer as it is spoken
     */
    int ask(List<LanguageModel.Message> messages, UtteranceText said);

    /** Something prepared in front of an answer that is late, unless that has begun by now. */
    void fill(String text, PreparedAudio audio);

    /** What is being said stops where it is. */
    void pause();

    /** It goes on, and says so many frames once more, at most these; see {@code Playout}. */
    int resume(int mostBackFrames);

    /** Silences what is being said and abandons what is being prepared. */
    void silence();

    /** Asks for {@code Woke} at this time; replaces an earlier wish; 0 takes it back. */
    void wakeAt(long nanos);

    /** A tone; from then on the caller's words are kept as a message. */
    void takeMessage();

    /**
     * The message is over.
     *
     * @param keep false where nothing was said
     */
    void endMessage(boolean keep);

    /**
     * The caller is to be passed on; the outcome comes as {@code TransferEnded}.
     *
     * @param summary what it is about, for whoever takes over
     */
    void transfer(String uri, String summary);

    /** The caller has been passed on, is back, or is gone. */
    void endTransfer();

    void hangUp(String reason);
}
