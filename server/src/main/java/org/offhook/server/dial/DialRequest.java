package org.offhook.server.dial;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.offhook.media.codec.CodecType;

/**
 * One test call.
 *
 * @param utterances said one after the other, each after an answer
 * @param voice for what is to be spoken; empty for the best installed
 * @param codec the only one offered; empty for all
 * @param recording where to write both sides
 * @param limit longest time from dialling to the end
 */
public record DialRequest(
        Target target,
        List<Utterance> utterances,
        Optional<String> voice,
        Optional<CodecType> codec,
        Optional<Path> recording,
        Duration limit) {
    public DialRequest {
        utterances = List.copyOf(utterances);
    }
}
