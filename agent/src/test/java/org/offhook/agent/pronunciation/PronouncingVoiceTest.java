package org.offhook.agent.pronunciation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.offhook.agent.Voice;

class PronouncingVoiceTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void theVoiceIsGivenTheWords() throws Exception {
        var english = new PronouncingVoice(new Noting(), Locale.US);
        english.speak("It costs $3.50.", (_, _) -> true);
        english.warmUp();
        english.close();
        assertEquals(List.of("It costs three dollars fifty.", "warm", "closed"), events);
    }

    @Test
    void audioPreparedInAnotherLanguageIsAnother() {
        String english = new PronouncingVoice(new Noting(), Locale.US).id();
        assertEquals("tts/a read/en-US/1", english);
        assertNotEquals(english, new PronouncingVoice(new Noting(), Locale.GERMANY).id());
    }

    private final class Noting implements Voice {
        @Override
        public void speak(String text, Sink sink) {
            events.add(text);
        }

        @Override
        public String id() {
            return "tts/a";
        }

        @Override
        public void warmUp() {
            events.add("warm");
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }
}
