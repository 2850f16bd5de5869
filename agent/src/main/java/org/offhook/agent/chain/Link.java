package org.offhook.agent.chain;

import java.time.Duration;

/**
 * One provider of a chain.
 *
 * @param name as the operator calls it
 * @param patience how long it is waited for before the next one is asked as well
 * @param health shared by all chains that have this provider
 */
public record Link<S>(String name, S service, Duration patience, ProviderHealth health) {}
