package org.offhook.media.sdp;

import java.util.List;
import java.util.Map;

/**
 * What we read of a session description (RFC 8866). The address in {@code o=} is left out on
 * purpose: FreeSWITCH puts unrelated hosts there.
 *
 * @param time the {@code t=} line's value, which an answer repeats (RFC 3264 §6)
 * @param media in the order of the description
 */
record SessionDescription(String time, List<Media> media) {
    /**
     * Attributes about packets of all kinds, and encryption.
     *
     * @param controlPort {@code a=rtcp}; 0 where not given
     * @param controlOnAudioPort {@code a=rtcp-mux}
     * @param voipMetrics {@code a=rtcp-xr} names them
     * @param crypto values of {@code a=crypto}, in their order
     * @param packetMillis {@code a=ptime}; 0 where not given
     * @param parameters {@code a=fmtp} of each payload type that has one
     * @param dtls who its handshake is held with
     */
    record Extras(
            int controlPort,
            boolean controlOnAudioPort,
            boolean voipMetrics,
            List<String> crypto,
            int packetMillis,
            Map<Integer, String> parameters,
            Dtls dtls) {}

    /**
     * Of a handshake beside the audio (RFC 5763, RFC 8842), as written.
     *
     * @param fingerprints values of {@code a=fingerprint}
     * @param setup {@code a=setup}; empty where not given
     * @param tlsId {@code a=tls-id}; empty where not given
     */
    record Dtls(List<String> fingerprints, String setup, String tlsId) {
        static final Dtls NONE = new Dtls(List.of(), "", "");

        /** What is said of this media goes before what is said of all. */
        Dtls orElse(Dtls ofAll) {
            return new Dtls(
                    fingerprints.isEmpty() ? ofAll.fingerprints : fingerprints,
                    setup.isEmpty() ? ofAll.setup : setup,
                    tlsId.isEmpty() ? ofAll.tlsId : tlsId);
        }
    }

    /**
     * One {@code m=} line and what belongs to it, session-level defaults filled in.
     *
     * @param connection {@code c=} value; empty where there is none
     * @param formats as written; numbers for RTP
     * @param maps meaning of each payload type that has one
     * @param maxPtimeMillis 0 where not given
     * @param extras what else is said of it
     */
    record Media(
            String type,
            int port,
            String protocol,
            List<String> formats,
            String connection,
            Direction direction,
            Map<Integer, RtpMap> maps,
            int maxPtimeMillis,
            Extras extras) {

        /** RTP without encryption, with or without early feedback. */
        boolean isPlainRtp() {
            return protocol.equals("RTP/AVP") || protocol.equals("RTP/AVPF");
        }

        /** The same, encrypted, wherever its keys come from. */
        boolean isSecureRtp() {
            return protocol.equals("RTP/SAVP") || protocol.equals("RTP/SAVPF") || isByHandshake();
        }

        /** The same, encrypted with keys of a handshake (RFC 5764 section 8). */
        boolean isByHandshake() {
            return protocol.equals("UDP/TLS/RTP/SAVP") || protocol.equals("UDP/TLS/RTP/SAVPF");
        }

        boolean isAudio() {
            return type.equals("audio");
        }

        /** A line with port 0 is refused or gone (RFC 3264 §5.1, §8.2). */
        boolean isRefused() {
            return port == 0;
        }
    }
}
