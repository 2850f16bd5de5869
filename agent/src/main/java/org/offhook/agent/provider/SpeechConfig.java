package org.offhook.agent.provider;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * One voice behind the OpenAI speech protocol.
 *
 * @param name the provider's name in logs and errors
 * @param baseUrl without {@code /audio/speech}, as {@code https://api.openai.com/v1}
 * @param apiKey sent as bearer token; empty where none is wanted; never shown
 * @param speed 1 is the voice's own, 0.25 to 4
 * @param format what is asked for; a WAV file is understood whatever was asked for
 * @param firstAudioTimeout longest wait for the first sound, and later for the next
 * @param totalTimeout longest time spent waiting for the provider in one utterance; the time in
 *     which the listener keeps it waiting does not count
 * @param headers sent with every request; values never shown
 */
public record SpeechConfig(
        String name,
        String baseUrl,
        String apiKey,
        String model,
        String voice,
        double speed,
        Format format,
        Duration firstAudioTimeout,
        Duration totalTimeout,
        Map<String, String> headers) {

    /** How the sound is wrapped. */
    public enum Format {
        /** Nothing but samples: 24 kHz unless the content type says otherwise. */
        PCM,
        /** For providers that know no bare samples, such as Groq. */
        WAV;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SpeechConfig {
        headers = new Access(name, baseUrl, apiKey, headers).headers();
        Access.require(!model.isBlank(), name + ": model must be named");
        Access.require(!voice.isBlank(), name + ": voice must be named");
        Access.require(
                speed >= 0.25 && speed <= 4, name + ": speed must be 0.25 to 4, not " + speed);
        Limits.check(name, "first-audio-timeout", firstAudioTimeout);
        Limits.check(name, "total-timeout", totalTimeout);
    }

    /** The voice's own speed, bare samples, and no longer waits than a caller bears. */
    public static SpeechConfig of(
            String name, String baseUrl, String apiKey, String model, String voice) {
        return new SpeechConfig(
                name,
                baseUrl,
                apiKey,
                model,
                voice,
                1,
                Format.PCM,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Map.of());
    }

    /** The same, at another speed. */
    public SpeechConfig withSpeed(double speed) {
        return new SpeechConfig(
                name,
                baseUrl,
                apiKey,
                model,
                voice,
                speed,
                format,
                firstAudioTimeout,
                totalTimeout,
                headers);
    }

    Access access() {
        return new Access(name, baseUrl, apiKey, headers);
    }

    Limits limits() {
        return new Limits(name, "sound", firstAudioTimeout, totalTimeout);
    }

    @Override
    public String toString() {
        return "SpeechConfig[%s, model=%s, voice=%s, speed=%s, format=%s, firstAudioTimeout=%s, totalTimeout=%s]"
                .formatted(access(), model, voice, speed, format, firstAudioTimeout, totalTimeout);
    }
}
