package org.offhook.server.dial;

import java.nio.file.Path;

/** One thing the test caller says. */
public sealed interface Utterance {
    /** Spoken by a voice. */
    record Say(String text) implements Utterance {}

    /** A recording: mono 16-bit PCM WAV. */
    record Play(Path wav) implements Utterance {}

    /** For the report. */
    default String shown() {
        return switch (this) {
            case Say(String text) -> text;
            case Play(Path wav) -> wav.getFileName().toString();
        };
    }
}
