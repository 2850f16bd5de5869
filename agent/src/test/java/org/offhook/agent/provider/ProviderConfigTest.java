package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What configurations accept, and what they never show. */
class ProviderConfigTest {
    private static final Duration WAIT = Duration.ofSeconds(5);

    @Test
    void secretsAreNeverShown() {
        var headers = Map.of("X-Api-Key", "secret-2", "X-Tenant", "secret-3");
        String url = "https://rosa:secret-4@api.example.com:8443/v1?key=secret-5";
        var chat = new ChatConfig("acme", url, "secret-1", "m", 1, 1, WAIT, WAIT, headers);
        var speech =
                new SpeechConfig(
                        "acme",
                        url,
                        "secret-1",
                        "m",
                        "v",
                        1,
                        SpeechConfig.Format.WAV,
                        WAIT,
                        WAIT,
                        headers);
        for (Object shown : new Object[] {chat, speech, chat.access(), chat.limits()}) {
            assertFalse(shown.toString().contains("secret"), shown.toString());
        }
        assertEquals(
                "ChatConfig[name=acme, baseUrl=https://api.example.com:8443/v1, apiKey=***,"
                        + " headers={X-Api-Key=***, X-Tenant=***}, model=m, temperature=1.0,"
                        + " maxTokens=1, firstTokenTimeout=PT5S, totalTimeout=PT5S]",
                chat.toString());
        assertTrue(ChatConfig.of("a", "http://b", "", "m").toString().contains("apiKey=none"));
    }

    @Test
    void whatIsRefusedIsNamedButNotShown() {
        refused("acme: api key has a character", "https://a/v1", "secret\n", Map.of());
        refused("acme: header X-Key has", "https://a/v1", "", Map.of("X-Key", "secret\n"));
        refused("acme: no header name", "https://a/v1", "", Map.of("X Key", "secret"));
        for (String url :
                new String[] {"secret.com/v1", "ftp://secret", "http://:secret@/ x", ""}) {
            refused("acme: base URL must be", url, "", Map.of());
        }
    }

    @Test
    void namesAsContainersHaveThemAreHosts() {
        for (String url : new String[] {"http://my_tts:8880/v1", "h2c://[::1]:8000/v1"}) {
            var config = ChatConfig.of("acme", url, "", "m");
            assertTrue(config.toString().contains("baseUrl=" + url + ","), config.toString());
        }
    }

    @Test
    void limitsHaveToBePossible() {
        var badLimits = new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1)};
        for (Duration bad : badLimits) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ChatConfig("a", "http://b", "", "m", 1, 1, bad, WAIT, Map.of()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ChatConfig("a", "http://b", "", "m", 1, 1, WAIT, bad, Map.of()));
        }
    }

    private static void refused(String start, String url, String key, Map<String, String> headers) {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new ChatConfig("acme", url, key, "m", 1, 1, WAIT, WAIT, headers));
        assertTrue(refusal.getMessage().startsWith("provider " + start), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
    }
}
