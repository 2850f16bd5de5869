package org.offhook.agent.local;

/** Told how a fetch goes on, on the fetching thread; called often, must return at once. */
@FunctionalInterface
public interface Progress {
    /**
     * @param what what is being brought now: a package, a file, or the wait for another process
     * @param doneBytes of the whole fetch
     * @param totalBytes of the whole fetch
     */
    void at(String what, long doneBytes, long totalBytes);

    /** Tells nobody. */
    static Progress silent() {
        return (_, _, _) -> {};
    }
}
