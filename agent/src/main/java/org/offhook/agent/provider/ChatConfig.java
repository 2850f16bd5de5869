package org.offhook.agent.provider;

import java.time.Duration;
import java.util.Map;

/**
 * One language model behind the OpenAI chat protocol.
 *
 * @param name the provider's name in logs and errors
 * @param baseUrl without {@code /chat/completions}, as {@code https://api.groq.com/openai/v1};
 *     {@code h2c://host:port/v1} for HTTP/2 without TLS
 * @param apiKey sent as bearer token; empty where none is wanted; never shown
 * @param temperature 0 to 2; negative leaves it to the provider, as some models insist
 * @param maxTokens longest reply; 0 leaves it to the provider
 * @param firstTokenTimeout longest wait for the first words, and later for the next ones; thoughts
 *     that are not spoken do not count as words
 * @param totalTimeout longest time spent waiting for the provider in one reply; the time in which
 *     the taker of the words keeps it waiting does not count
 * @param headers sent with every request; values never shown
 */
public record ChatConfig(
        String name,
        String baseUrl,
        String apiKey,
        String model,
        double temperature,
        int maxTokens,
        Duration firstTokenTimeout,
        Duration totalTimeout,
        Map<String, String> headers) {

    public ChatConfig {
        headers = new Access(name, baseUrl, apiKey, headers).headers();
        Access.require(!model.isBlank(), name + ": model must be named");
        Access.require(temperature <= 2, name + ": temperature above 2: " + temperature);
        Access.require(maxTokens >= 0, name + ": max-tokens below 0: " + maxTokens);
        Limits.check(name, "first-token-timeout", firstTokenTimeout);
        Limits.check(name, "total-timeout", totalTimeout);
    }

    /** Short, steady replies within what a caller will wait for. */
    public static ChatConfig of(String name, String baseUrl, String apiKey, String model) {
        return new ChatConfig(
                name,
                baseUrl,
                apiKey,
                model,
                0.3,
                300,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Map.of());
    }

    Access access() {
        return new Access(name, baseUrl, apiKey, headers);
    }

    Limits limits() {
        return new Limits(name, "words", firstTokenTimeout, totalTimeout);
    }

    @Override
    public String toString() {
        return "ChatConfig[%s, model=%s, temperature=%s, maxTokens=%d, firstTokenTimeout=%s, totalTimeout=%s]"
                .formatted(
                        access(), model, temperature, maxTokens, firstTokenTimeout, totalTimeout);
    }
}
