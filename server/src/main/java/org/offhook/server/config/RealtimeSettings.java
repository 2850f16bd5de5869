package org.offhook.server.config;

import java.time.Duration;

/**
 * A realtime speech model.
 *
 * @param azure whether its address is Azure's
 * @param apiVersion Azure's older address; empty for the present one
 * @param beta whether it speaks the older protocol
 * @param maxTokens 0 leaves it to the service
 * @param firstAudioTimeout an answer that has made no sound by then has failed
 * @param sessionLimit a session is renewed before it has lasted so long
 */
public record RealtimeSettings(
        String baseUrl,
        Secret apiKey,
        String model,
        String voice,
        boolean azure,
        String apiVersion,
        boolean beta,
        int maxTokens,
        Duration firstAudioTimeout,
        Duration sessionLimit) {}
