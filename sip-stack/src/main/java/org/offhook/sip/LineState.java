package org.offhook.sip;

import java.time.Instant;

/** Whether the PBX knows where to find us. */
public sealed interface LineState {
    /** The first answer is still to come. */
    record Registering() implements LineState {}

    /** Calls can arrive; refreshed long before {@code until}. */
    record Registered(Instant until) implements LineState {}

    /** Registers nowhere, as configured: a trunk that knows us by our address. */
    record Unregistered() implements LineState {}

    /** Its server does not answer OPTIONS, registered or not: calls by it would fail. */
    record Away(String why) implements LineState {}

    /** Not registered, for the reason given; tried again after a pause. */
    record Failed(String why) implements LineState {}

    record Closed() implements LineState {}
}
