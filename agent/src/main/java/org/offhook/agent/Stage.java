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

    /** Plays prepared audio and returns its utterance number. */
    int play(PreparedAudio audio);

    /**
     * Asks the language model and speaks its reply as it comes; returns the utterance number.
     *
     * @param said filled with the reply as it is spoken
     */
    int ask(List<LanguageModel.Message> messages, UtteranceText said);

    /** Silences what is being said and abandons what is being prepared. */
    void silence();

    /** Asks for {@code Woke} at this time; replaces an earlier wish; 0 takes it back. */
    void wakeAt(long nanos);

    void transfer(String uri);

    void hangUp(String reason);
}
