package org.offhook.agent.pronunciation;

import java.io.IOException;
import java.util.Locale;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Voice;

/**
 * A voice that is given what is written and reads it out as a person would; transcripts go on
 * holding what is written. Thread-safe as the voice is.
 */
public final class PronouncingVoice implements Voice {
    /** Counted up when something is read differently, so that prepared audio is made anew. */
    private static final int VERSION = 1;

    private final Voice voice;
    private final Locale locale;
    private final Pronunciation pronunciation;

    /**
     * @param voice closed with this one
     */
    public PronouncingVoice(Voice voice, Locale locale) {
        this.voice = voice;
        this.locale = locale;
        pronunciation = Pronunciation.of(locale);
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        voice.speak(pronunciation.spoken(text), sink);
    }

    @Override
    public Voice forCall() {
        return new PronouncingVoice(voice.forCall(), locale);
    }

    @Override
    public String id() {
        return voice.id() + " read/" + locale.toLanguageTag() + "/" + VERSION;
    }

    @Override
    public void warmUp() {
        voice.warmUp();
    }

    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        voice.check();
    }

    @Override
    public void close() {
        voice.close();
    }
}
