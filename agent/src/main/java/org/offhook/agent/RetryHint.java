package org.offhook.agent;

import java.time.Duration;

/** A provider's failure that says when it is worth asking again. */
public interface RetryHint {
    /** Zero where the provider did not say. */
    Duration retryAfter();
}
