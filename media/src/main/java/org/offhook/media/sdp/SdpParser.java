package org.offhook.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.offhook.media.SdpException;

/**
 * Reads a session description. Tolerant of line ends, order and lines we do not know; strict about
 * the little we use, and about size.
 */
final class SdpParser {
    private static final int MALFORMED = 400;
    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_LINES = 400;
    private static final int MAX_MEDIA = 16;
    private static final int MAX_FORMATS = 64;
    private static final int MAX_CRYPTO = 16;
    private static final int MAX_FINGERPRINTS = 8;
    private static final int HIGHEST_PAYLOAD_TYPE = 127;

    private final List<SessionDescription.Media> media = new ArrayList<>();
    private String time = "0 0";
    private String sessionConnection = "";
    private Direction sessionDirection = Direction.SENDRECV;
    private SessionDescription.Dtls sessionDtls = SessionDescription.Dtls.NONE;

    // The media section being read; null before the first m= line.
    private String[] line;
    private String connection;
    private Direction direction;
    private Map<Integer, RtpMap> maps;
    private int maxPtimeMillis;
    private String control;
    private boolean muxes;
    private boolean sessionVoipMetrics;
    private boolean voipMetrics;
    private List<String> crypto;
    private int packetMillis;
    private Map<Integer, String> parameters;
    private SessionDescription.Dtls dtls;

    private SdpParser() {}

    static SessionDescription parse(byte[] sdp) throws SdpException {
        if (sdp.length > MAX_BYTES) {
            throw malformed("SDP of " + sdp.length + " bytes; at most " + MAX_BYTES);
        }
        String[] lines = new String(sdp, StandardCharsets.UTF_8).split("\r\n|\n|\r", MAX_LINES + 1);
        if (lines.length > MAX_LINES) {
            throw malformed("SDP of more than " + MAX_LINES + " lines");
        }
        if (!lines[0].strip().equals("v=0")) {
            throw malformed("SDP does not start with v=0");
        }
        var parser = new SdpParser();
        for (String each : lines) {
            parser.read(each.strip());
        }
        parser.endMedia();
        return new SessionDescription(parser.time, List.copyOf(parser.media));
    }

    private void read(String text) throws SdpException {
        if (text.length() < 2 || text.charAt(1) != '=') {
            if (text.isEmpty()) {
                return;
            }
            throw malformed("not an SDP line: " + shorten(text));
        }
        String value = text.substring(2).strip();
        switch (text.charAt(0)) {
            case 'm' -> startMedia(value);
            case 'c' -> readConnection(value);
            case 'a' -> readAttribute(value);
            case 't' -> {
                if (line == null) {
                    time = value;
                }
            }
            default -> {
                // Everything else says nothing about where and how to send audio.
            }
        }
    }

    private void startMedia(String value) throws SdpException {
        endMedia();
        if (media.size() >= MAX_MEDIA) {
            throw malformed("more than " + MAX_MEDIA + " m= lines");
        }
        line = value.split("\\s+");
        if (line.length < 4 || line.length - 3 > MAX_FORMATS) {
            throw malformed("m= line has no or too many formats: " + shorten(value));
        }
        connection = sessionConnection;
        direction = sessionDirection;
        maps = new HashMap<>();
        maxPtimeMillis = 0;
        control = "";
        muxes = false;
        crypto = new ArrayList<>();
        packetMillis = 0;
        parameters = new HashMap<>();
        dtls = SessionDescription.Dtls.NONE;
        voipMetrics = sessionVoipMetrics;
    }

    private void endMedia() throws SdpException {
        if (line == null) {
            return;
        }
        // "49170/2" announces several ports; the first one is meant.
        int port = number(line[1].split("/", 2)[0], 65_535, "port in m= line");
        List<String> formats = List.of(line).subList(3, line.length);
        for (String format : formats) {
            if (format.length() <= 3 && format.chars().allMatch(c -> c >= '0' && c <= '9')) {
                int payloadType = Integer.parseInt(format);
                RtpMap known = RtpMap.ofStatic(payloadType);
                if (known != null) {
                    maps.putIfAbsent(payloadType, known);
                }
            }
        }
        media.add(
                new SessionDescription.Media(
                        line[0].toLowerCase(Locale.ROOT),
                        port,
                        line[2].toUpperCase(Locale.ROOT),
                        formats,
                        connection,
                        direction,
                        Map.copyOf(maps),
                        maxPtimeMillis,
                        extras()));
    }

    /** "53020" or "53020 IN IP4 192.0.2.4" (RFC 3605). */
    private SessionDescription.Extras extras() throws SdpException {
        String port = control.split("\\s+", 2)[0];
        return new SessionDescription.Extras(
                port.isEmpty() ? 0 : number(port, 65_535, "port in a=rtcp"),
                muxes,
                voipMetrics,
                List.copyOf(crypto),
                packetMillis,
                Map.copyOf(parameters),
                dtls.orElse(sessionDtls));
    }

    private void readConnection(String value) {
        if (line == null) {
            sessionConnection = value;
        } else {
            connection = value;
        }
    }

    private void readAttribute(String value) throws SdpException {
        int colon = value.indexOf(':');
        String name = (colon < 0 ? value : value.substring(0, colon)).toLowerCase(Locale.ROOT);
        String argument = colon < 0 ? "" : value.substring(colon + 1).strip();
        switch (name) {
            case "sendrecv" -> setDirection(Direction.SENDRECV);
            case "sendonly" -> setDirection(Direction.SENDONLY);
            case "recvonly" -> setDirection(Direction.RECVONLY);
            case "inactive" -> setDirection(Direction.INACTIVE);
            case "rtpmap" -> readRtpMap(argument);
            case "maxptime" -> {
                if (line != null) {
                    maxPtimeMillis = number(argument, 100_000, "maxptime");
                }
            }
            case "ptime" -> readPacketMillis(argument);
            case "fmtp" -> readParameters(argument);
            case "rtcp" -> control = argument;
            case "rtcp-mux" -> muxes = true;
            case "crypto" -> {
                if (line != null && crypto.size() < MAX_CRYPTO) {
                    crypto.add(argument);
                }
            }
            case "fingerprint", "setup", "tls-id" -> readDtls(name, argument);
            case "rtcp-xr" -> readExtendedReports(argument);
            default -> {
                // ice, ssrc… are for others.
            }
        }
    }

    /** A wish, so what is no number is none. */
    private void readPacketMillis(String argument) {
        if (argument.matches("[0-9]{1,3}")) {
            packetMillis = Integer.parseInt(argument);
        }
    }

    private void readParameters(String argument) {
        String[] parts = argument.split("\\s+", 2);
        if (line != null && parts.length == 2 && parts[0].matches("[0-9]{1,3}")) {
            parameters.putIfAbsent(Integer.parseInt(parts[0]), parts[1]);
        }
    }

    private void readDtls(String name, String argument) {
        SessionDescription.Dtls before = line == null ? sessionDtls : dtls;
        var fingerprints = new ArrayList<>(before.fingerprints());
        if (name.equals("fingerprint") && fingerprints.size() < MAX_FINGERPRINTS) {
            fingerprints.add(argument);
        }
        var read =
                new SessionDescription.Dtls(
                        List.copyOf(fingerprints),
                        name.equals("setup") ? argument.toLowerCase(Locale.ROOT) : before.setup(),
                        name.equals("tls-id") ? argument : before.tlsId());
        if (line == null) {
            sessionDtls = read;
        } else {
            dtls = read;
        }
    }

    private void readExtendedReports(String argument) {
        boolean wanted = argument.contains("voip-metrics");
        if (line == null) {
            sessionVoipMetrics = wanted;
        } else {
            voipMetrics = wanted;
        }
    }

    private void setDirection(Direction named) {
        if (line == null) {
            sessionDirection = named;
        } else {
            direction = named;
        }
    }

    private void readRtpMap(String argument) throws SdpException {
        if (line == null) {
            return;
        }
        String[] parts = argument.split("\\s+", 2);
        String[] encoding = parts.length == 2 ? parts[1].strip().split("/") : new String[0];
        if (encoding.length < 2) {
            throw malformed("rtpmap without clock rate: " + shorten(argument));
        }
        int payloadType = number(parts[0], HIGHEST_PAYLOAD_TYPE, "payload type in rtpmap");
        int clockRateHz = number(encoding[1], 1_000_000, "clock rate in rtpmap");
        int channels = encoding.length > 2 ? number(encoding[2], 255, "channels in rtpmap") : 1;
        maps.put(payloadType, new RtpMap(encoding[0], clockRateHz, channels));
    }

    private static int number(String text, int highest, String what) throws SdpException {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 9
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        if (value < 0 || value > highest) {
            throw malformed(what + " is not a number up to " + highest + ": " + shorten(text));
        }
        return value;
    }

    private static SdpException malformed(String message) {
        return new SdpException(MALFORMED, message);
    }

    /** The peer's text in a message of ours: short, and on one line. */
    private static String shorten(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "…";
    }
}
