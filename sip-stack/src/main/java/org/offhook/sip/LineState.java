package org.offhook.sip;

import java.time.Instant;

/** Whether the PBX knows where to find us. */
public sealed interface LineState {
    /** The first answer is still to come. */
    record Registering() implements LineState {}

    /** Calls can arrive; refreshed long before {@code until}. */
    record Registered(Instant until) implements LineState {}

    /** Not registered, for the reason given; tried again after a pause. */
    record Failed(String why) implements LineState {}

    record Closed() implements LineState {}
}
