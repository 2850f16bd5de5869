package org.offhook.cache.store;

import java.util.List;

/** What somebody wanted done to answers breaks rules; nothing was written. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    public RefusedException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    RefusedException(String reason) {
        this(List.of(reason));
    }

    /** One line each. */
    public List<String> reasons() {
        return reasons;
    }
}
