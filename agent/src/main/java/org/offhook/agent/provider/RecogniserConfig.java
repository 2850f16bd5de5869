package org.offhook.agent.provider;

import java.time.Duration;
import java.util.Map;

/**
 * One recogniser behind a network.
 *
 * @param name the provider's name in logs and errors
 * @param baseUrl without the path of the protocol; {@code wss://} means the same as {@code
 *     https://}
 * @param apiKey empty where none is wanted; never shown
 * @param model empty leaves it to the server, where its protocol allows
 * @param language as the provider writes it; empty for the agent's
 * @param timeout longest wait for the words of a segment, once it has been said
 * @param headers sent with every connection; values never shown
 */
public record RecogniserConfig(
        String name,
        String baseUrl,
        String apiKey,
        String model,
        String language,
        Duration timeout,
        Map<String, String> headers) {

    public RecogniserConfig {
        baseUrl = SpeechLimits.webUrl(baseUrl);
        headers = new Access(name, baseUrl, apiKey, headers).headers();
        Access.require(model.matches("[ -~]{0,100}"), name + ": no name of a model");
        Access.require(
                language.matches("|[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
                name + ": no language code: " + language);
        Limits.check(name, "timeout", timeout);
    }

    Access access() {
        return new Access(name, baseUrl, apiKey, headers);
    }

    Limits limits() {
        return new Limits(name, "words", timeout, timeout);
    }

    @Override
    public String toString() {
        return "RecogniserConfig[%s, model=%s, language=%s, timeout=%s]"
                .formatted(access(), model, language, timeout);
    }
}
