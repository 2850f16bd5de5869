package org.offhook.media.sdp;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.offhook.media.Pcm;
import org.offhook.media.codec.CodecType;

/** Writes our descriptions: one origin, whose version rises with each change (RFC 3264 §8). */
final class SdpWriter {
    private static final String LINE_END = "\r\n";
    private static final int COMFORT_NOISE = 13;
    private static final int COMFORT_NOISE_RATE_HZ = 8_000;

    private final String address;
    private final int port;
    private final long sessionId;
    private long version;
    private byte[] last = new byte[0];

    SdpWriter(InetSocketAddress local, long sessionId) {
        String host = local.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        String bare = scope < 0 ? host : host.substring(0, scope);
        this.address = (local.getAddress() instanceof Inet4Address ? "IN IP4 " : "IN IP6 ") + bare;
        this.port = local.getPort();
        this.sessionId = sessionId;
    }

    byte[] offer(
            Map<Integer, CodecType> codecs,
            Map<Integer, Integer> events,
            String protocol,
            List<String> encryption,
            Direction direction) {
        var body = new StringBuilder();
        body.append("t=0 0").append(LINE_END);
        audio(body, protocol, codecs, events);
        end(body, Pcm.FRAME_MILLIS, direction);
        control(body, true, true);
        encryption.forEach(line -> body.append(line).append(LINE_END));
        return finish(body);
    }

    /**
     * @param encryption whole lines: our key, or how it is agreed on; none where audio is plain
     */
    byte[] answer(
            SessionDescription offer,
            SessionDescription.Media taken,
            AudioSession session,
            List<String> encryption) {
        var body = new StringBuilder();
        body.append("t=").append(offer.time()).append(LINE_END);
        for (SessionDescription.Media media : offer.media()) {
            if (media == taken) {
                Map<Integer, CodecType> codec = Map.of(session.payloadType(), session.codec());
                audio(body, media.protocol(), codec, formats(session));
                end(body, session.wishes().packetMillis(), session.direction());
                AudioSession.Control control = session.control();
                control(body, control.onAudioPort(), control.voipMetrics());
                encryption.forEach(line -> body.append(line).append(LINE_END));
            } else {
                // Refused, in its place (RFC 3264 §6).
                body.append("m=").append(media.type()).append(" 0 ").append(media.protocol());
                media.formats().forEach(format -> body.append(' ').append(format));
                body.append(LINE_END);
            }
        }
        return finish(body);
    }

    /** What goes beside the codec: payload type to clock rate in Hz. */
    private static Map<Integer, Integer> formats(AudioSession session) {
        Map<Integer, Integer> formats = new HashMap<>();
        TelephoneEvent event = session.sentEvents();
        if (event != null) {
            formats.put(event.payloadType(), event.clockRateHz());
        }
        if (session.wishes().comfortNoise()) {
            formats.put(COMFORT_NOISE, COMFORT_NOISE_RATE_HZ);
        }
        return formats;
    }

    private void audio(
            StringBuilder body,
            String protocol,
            Map<Integer, CodecType> codecs,
            Map<Integer, Integer> events) {
        var sortedEvents = new TreeMap<>(events);
        body.append("m=audio ").append(port).append(' ').append(protocol);
        codecs.keySet().forEach(payloadType -> body.append(' ').append(payloadType));
        sortedEvents.keySet().forEach(payloadType -> body.append(' ').append(payloadType));
        body.append(LINE_END);
        codecs.forEach((payloadType, codec) -> codec(body, payloadType, codec));
        sortedEvents.forEach((payloadType, clockRateHz) -> event(body, payloadType, clockRateHz));
    }

    private static void end(StringBuilder body, int packetMillis, Direction direction) {
        body.append("a=ptime:").append(packetMillis).append(LINE_END);
        body.append("a=").append(direction.attribute()).append(LINE_END);
    }

    private static void control(StringBuilder body, boolean onAudioPort, boolean voipMetrics) {
        if (onAudioPort) {
            body.append("a=rtcp-mux").append(LINE_END);
        }
        if (voipMetrics) {
            body.append("a=rtcp-xr:voip-metrics").append(LINE_END);
        }
    }

    private static void codec(StringBuilder body, int payloadType, CodecType codec) {
        body.append("a=rtpmap:").append(payloadType).append(' ').append(codec.sdpName());
        body.append('/').append(codec.clockRateHz());
        if (codec.channels() > 1) {
            body.append('/').append(codec.channels());
        }
        body.append(LINE_END);
        if (codec == CodecType.OPUS) {
            // We hear and speak wideband (RFC 7587 §6.1): more would be bits for nobody.
            body.append("a=fmtp:").append(payloadType).append(" maxplaybackrate=");
            body.append(Pcm.RATE_HZ).append(";sprop-maxcapturerate=").append(Pcm.RATE_HZ);
            body.append(";useinbandfec=1").append(LINE_END);
        }
    }

    private static void event(StringBuilder body, int payloadType, int clockRateHz) {
        if (payloadType == COMFORT_NOISE) {
            body.append("a=rtpmap:13 CN/8000").append(LINE_END);
            return;
        }
        body.append("a=rtpmap:").append(payloadType).append(" telephone-event/");
        body.append(clockRateHz).append(LINE_END);
        body.append("a=fmtp:").append(payloadType).append(" 0-15").append(LINE_END);
    }

    private byte[] finish(StringBuilder body) {
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(text, last)) {
            version++;
            last = text;
        }
        String head =
                "v=0\r\no=offhook %d %d %s\r\ns=-\r\nc=%s\r\n"
                        .formatted(sessionId, version, address, address);
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }
}
