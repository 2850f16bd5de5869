package org.offhook.agent.provider;

import java.time.Duration;
import java.util.Map;

/**
 * One voice of ElevenLabs, or of a server that speaks its streaming protocol.
 *
 * @param name the provider's name in logs and errors
 * @param baseUrl as {@code https://api.elevenlabs.io}; {@code wss://} means the same
 * @param apiKey sent as {@code xi-api-key}; never shown
 * @param model as {@code eleven_flash_v2_5}
 * @param voice the voice's id
 * @param language ISO 639-1 code; empty leaves it to the model
 * @param speed 1 is the voice's own, 0.7 to 1.2
 * @param rateHz samples a second asked for: 8, 16, 22.05, 24 or 44.1 kHz
 * @param firstAudioTimeout longest wait for the first sound, and later for the next
 * @param totalTimeout longest time spent waiting for the provider in one utterance; the time in
 *     which the listener keeps it waiting does not count
 * @param headers sent with every connection; values never shown
 */
public record ElevenLabsConfig(
        String name,
        String baseUrl,
        String apiKey,
        String model,
        String voice,
        String language,
        double speed,
        int rateHz,
        Duration firstAudioTimeout,
        Duration totalTimeout,
        Map<String, String> headers) {

    public ElevenLabsConfig {
        baseUrl = SpeechLimits.webUrl(baseUrl);
        headers = new Access(name, baseUrl, apiKey, headers).headers();
        SpeechLimits.check(name, model, voice, language, rateHz);
        Access.require(
                speed >= 0.7 && speed <= 1.2, name + ": speed must be 0.7 to 1.2, not " + speed);
        Limits.check(name, "first-audio-timeout", firstAudioTimeout);
        Limits.check(name, "total-timeout", totalTimeout);
    }

    /** The voice's own speed, 16 kHz, and no longer waits than a caller bears. */
    public static ElevenLabsConfig of(
            String name, String baseUrl, String apiKey, String model, String voice) {
        return new ElevenLabsConfig(
                name,
                baseUrl,
                apiKey,
                model,
                voice,
                "",
                1,
                16_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Map.of());
    }

    /** The same, at another speed. */
    public ElevenLabsConfig withSpeed(double speed) {
        return new ElevenLabsConfig(
                name,
                baseUrl,
                apiKey,
                model,
                voice,
                language,
                speed,
                rateHz,
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
        return "ElevenLabsConfig[%s, model=%s, voice=%s, language=%s, speed=%s, rateHz=%d, firstAudioTimeout=%s, totalTimeout=%s]"
                .formatted(
                        access(),
                        model,
                        voice,
                        language,
                        speed,
                        rateHz,
                        firstAudioTimeout,
                        totalTimeout);
    }
}
