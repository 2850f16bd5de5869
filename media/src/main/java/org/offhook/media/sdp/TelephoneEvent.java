package org.offhook.media.sdp;

import java.util.Map;
import java.util.TreeMap;
import org.offhook.media.codec.CodecType;

/** A payload type for telephone events (RFC 4733) and the clock their durations count in. */
public record TelephoneEvent(int payloadType, int clockRateHz) {
    /**
     * The one with the codec's clock (RFC 4733 §2.1), else the lowest; null where there is none.
     */
    static TelephoneEvent suiting(CodecType codec, Map<Integer, Integer> events) {
        TelephoneEvent lowest = null;
        for (var event : new TreeMap<>(events).entrySet()) {
            var one = new TelephoneEvent(event.getKey(), event.getValue());
            if (one.clockRateHz == codec.clockRateHz()) {
                return one;
            }
            lowest = lowest == null ? one : lowest;
        }
        return lowest;
    }
}
