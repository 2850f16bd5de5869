package org.offhook.agent;

import org.offhook.cache.Lookup;

/** How prepared answers and a mind share the work. */
public enum CacheMode {
    /** The cache is asked first; what it is sure of never reaches the mind. */
    BEFORE,

    /** The mind begins at the pause, unheard, while the cache is asked; a sure hit drops it. */
    BESIDE,

    /** The mind answers everything. */
    OFF;

    private static final Lookup NOT_ASKED =
            new Lookup.Miss(new Lookup.Evidence(0, 0, "", "", "off"));

    /** What an agent asks that has this cache. */
    public Agent.Cache of(Agent.Cache cache) {
        return this == OFF ? _ -> NOT_ASKED : cache;
    }
}
