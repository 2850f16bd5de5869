package org.offhook.server.doctor;

/** What can be wrong, each with the setting that mends it. */
enum Ailment {
    UNREACHABLE,
    WRONG_PASSWORD,
    NO_SUCH_USER,
    NOT_REGISTERED,
    NO_OPTIONS,
    NOT_SENT_ON,
    NO_COMMON_CODEC,
    ONLY_ENCRYPTED,
    FORBIDDEN,
    NO_SUCH_NUMBER,
    NOT_ANSWERED,
    NO_AUDIO,
    PRIVATE_AUDIO_OURS,
    PRIVATE_AUDIO_THEIRS,
    OTHER_CODEC,
    EVENTS_LOST,
    INFO_LOST,
    TONES_LOST,
    HOLD_REFUSED,
    HOLD_SILENCED,
    TRANSFER_REFUSED
}
