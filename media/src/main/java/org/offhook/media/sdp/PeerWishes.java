package org.offhook.media.sdp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.offhook.media.codec.CodecType;

/** Reads {@link Wishes} from the peer's description. Pure. */
final class PeerWishes {
    private static final int SHORTEST_MILLIS = 10;
    private static final int LONGEST_MILLIS = 60;
    private static final int USUAL_MILLIS = 20;

    private PeerWishes() {}

    /** Payloads of Opus are made for 20 ms, the prepared ones too; others can be cut anywhere. */
    static int shortestPacketMillis(CodecType codec) {
        return codec == CodecType.OPUS ? USUAL_MILLIS : SHORTEST_MILLIS;
    }

    static Wishes read(SessionDescription.Media media, CodecType codec, int payloadType) {
        if (codec != CodecType.OPUS) {
            boolean noise = media.formats().contains("13");
            return new Wishes(packetMillis(media), noise, false, false, codec.sampleRateHz());
        }
        String text = media.extras().parameters().getOrDefault(payloadType, "");
        Map<String, String> parameters = parameters(text);
        return new Wishes(
                USUAL_MILLIS,
                false,
                "1".equals(parameters.get("usedtx")),
                "1".equals(parameters.get("useinbandfec")),
                number(parameters.get("maxplaybackrate"), 48_000));
    }

    /** A wish of the peer's, within its own limit: in steps of 10 ms. */
    private static int packetMillis(SessionDescription.Media media) {
        int asked = media.extras().packetMillis();
        int most = media.maxPtimeMillis() > 0 ? media.maxPtimeMillis() : LONGEST_MILLIS;
        int wanted = Math.min(asked > 0 ? asked : USUAL_MILLIS, most);
        return Math.clamp(wanted / 10 * 10, SHORTEST_MILLIS, LONGEST_MILLIS);
    }

    /** "a=1; b=2", whatever the case and the spaces. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : text.split(";")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                String name = each.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                parameters.putIfAbsent(name, each.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    private static int number(String text, int otherwise) {
        boolean digits = text != null && text.matches("[0-9]{1,6}");
        return digits ? Integer.parseInt(text) : otherwise;
    }
}
