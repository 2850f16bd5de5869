package org.offhook.agent.provider;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * One realtime model of OpenAI, of Azure, or of a server that speaks their protocol.
 *
 * @param name the provider's name in logs and errors
 * @param baseUrl up to and without {@code /realtime}, as {@code https://api.openai.com/v1}; for
 *     Azure the resource alone, as {@code https://NAME.openai.azure.com}; {@code wss://} means the
 *     same
 * @param apiKey never shown; empty where the server wants none
 * @param model for Azure the name of the deployment
 * @param voice empty leaves it to the service
 * @param azure whether the address and the header of the key are Azure's
 * @param apiVersion Azure's address from before its version 1; empty for the present one
 * @param beta whether to speak the protocol from before August 2025
 * @param maxTokens most that a response may be long; 0 leaves it to the service
 * @param patience longest wait for the first sound of an answer, and later for the next
 * @param sessionLimit the service ends a session then
 * @param headers sent with every connection; values never shown
 */
public record RealtimeConfig(
        String name,
        String baseUrl,
        String apiKey,
        String model,
        String voice,
        boolean azure,
        String apiVersion,
        boolean beta,
        int maxTokens,
        Duration patience,
        Duration sessionLimit,
        Map<String, String> headers) {

    public RealtimeConfig {
        baseUrl = SpeechLimits.webUrl(baseUrl);
        headers = new Access(name, baseUrl, apiKey, headers).headers();
        Access.require(!model.isBlank(), name + ": model must be named");
        Access.require(maxTokens >= 0, name + ": max-tokens must not be below 0: " + maxTokens);
        Limits.check(name, "first-audio-timeout", patience);
        Access.require(
                sessionLimit.compareTo(Duration.ofSeconds(1)) >= 0,
                name + ": session-limit must be at least 1 s: " + sessionLimit);
    }

    /** OpenAI's present protocol, and no longer waits than a caller bears. */
    public static RealtimeConfig of(String name, String baseUrl, String apiKey, String model) {
        return new RealtimeConfig(
                name,
                baseUrl,
                apiKey,
                model,
                "",
                false,
                "",
                false,
                0,
                Duration.ofSeconds(8),
                Duration.ofMinutes(60),
                Map.of());
    }

    Access access() {
        return new Access(name, baseUrl, apiKey, headers);
    }

    HttpUrl url() {
        var url = access().url().newBuilder();
        if (!azure) {
            return url.addPathSegment("realtime").addQueryParameter("model", model).build();
        }
        if (!apiVersion.isEmpty()) {
            return url.addPathSegments("openai/realtime")
                    .addQueryParameter("api-version", apiVersion)
                    .addQueryParameter("deployment", model)
                    .build();
        }
        return url.addPathSegments("openai/v1/realtime").addQueryParameter("model", model).build();
    }

    Map<String, String> authorisation() {
        var all = new HashMap<String, String>();
        if (!apiKey.isEmpty()) {
            all.put(azure ? "api-key" : "Authorization", azure ? apiKey : "Bearer " + apiKey);
        }
        if (beta && !azure) {
            all.put("OpenAI-Beta", "realtime=v1");
        }
        return all;
    }

    @Override
    public String toString() {
        return "RealtimeConfig[%s, model=%s, voice=%s, azure=%s, apiVersion=%s, beta=%s, maxTokens=%d, patience=%s, sessionLimit=%s]"
                .formatted(
                        access(),
                        model,
                        voice,
                        azure,
                        apiVersion,
                        beta,
                        maxTokens,
                        patience,
                        sessionLimit);
    }
}
