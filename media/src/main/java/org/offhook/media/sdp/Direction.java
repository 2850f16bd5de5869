package org.offhook.media.sdp;

import java.util.Locale;

/** Who sends, seen from the side whose description it stands in (RFC 3264 §5.1). */
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    /** The same, seen from the other side. */
    public Direction reversed() {
        return of(receives, sends);
    }

    /** The same side, when it cannot receive: hold in the old manner, with c=0.0.0.0. */
    Direction withoutReceiving() {
        return of(sends, false);
    }

    /** The attribute's name. */
    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }
}
