package org.offhook.agent.answering;

/** Who or what has picked up. */
public enum AnsweredBy {
    /** Not known yet. */
    PENDING,
    HUMAN,
    /** An answering machine or voice mail: takes a message. */
    MACHINE,
    /** A menu or a queue: wants digits or patience. */
    IVR,
    /** The network says why nobody can be reached. */
    ANNOUNCEMENT,
    FAX,
    /** Nothing was heard, or nothing that tells. */
    UNKNOWN
}
