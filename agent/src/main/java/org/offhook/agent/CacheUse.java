package org.offhook.agent;

/** What prepared answers are to an agent with a {@link Mind}. */
public enum CacheUse {
    /** A sure answer is played; only without one the mind is asked. */
    BEFORE,
    /** Both are asked at once; a sure answer wins unless the mind is already heard. */
    BESIDE,
    /** Never looked up. */
    OFF
}
