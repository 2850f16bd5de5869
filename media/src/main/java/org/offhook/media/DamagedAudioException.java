package org.offhook.media;

import java.io.IOException;

/** A file of prepared audio is not what was written: it can only be made again. */
public final class DamagedAudioException extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedAudioException(String message) {
        super(message);
    }
}
