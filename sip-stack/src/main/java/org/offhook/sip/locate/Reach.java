package org.offhook.sip.locate;

import java.util.List;
import java.util.Set;
import org.offhook.sip.Transport;

/**
 * What we can send to.
 *
 * @param transports those that we speak
 * @param families A, AAAA or both, better first
 */
public record Reach(Set<Transport> transports, List<Lookup.Kind> families) {
    public Reach {
        transports = Set.copyOf(transports);
        families = List.copyOf(families);
    }
}
