package org.offhook.agent;

/** How prepared answers and a mind share the work. */
public enum CacheMode {
    /** The cache is asked first; what it is sure of never reaches the mind. */
    BEFORE,

    /** The mind begins at the pause, unheard, while the cache is asked; a sure hit drops it. */
    BESIDE,

    /** The mind answers everything. */
    OFF
}
