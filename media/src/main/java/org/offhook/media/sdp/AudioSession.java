package org.offhook.media.sdp;

import java.net.InetSocketAddress;
import java.util.Map;
import org.offhook.media.codec.CodecType;
import org.offhook.media.srtp.Keying;

/**
 * What offer and answer agreed on for one audio stream.
 *
 * @param codec what we send
 * @param payloadType the number we send it with
 * @param receivable what the peer may send: payload type to codec
 * @param telephoneEvents that the peer may send: payload type to clock rate in Hz
 * @param peer where to send; null where the peer gave no address (hold with c=0.0.0.0)
 * @param direction ours
 * @param sentEvents how we send telephone events; null where the peer takes none
 * @param control how control packets (RTCP) go
 * @param keys of all packets, or how they are agreed on; null where packets are plain
 * @param wishes of the peer about what we send
 */
public record AudioSession(
        CodecType codec,
        int payloadType,
        Map<Integer, CodecType> receivable,
        Map<Integer, Integer> telephoneEvents,
        InetSocketAddress peer,
        Direction direction,
        TelephoneEvent sentEvents,
        Control control,
        Keying keys,
        Wishes wishes) {

    private static final int DYNAMIC_PAYLOAD_TYPE = 111;
    private static final int EVENT_PAYLOAD_TYPE = 101;

    /**
     * Control packets of the stream.
     *
     * @param peer where to send them where they have a port of their own; null where the peer gave
     *     no address
     * @param onAudioPort that they go with the audio (RFC 5761)
     * @param voipMetrics that the peer wants extended reports (RFC 3611)
     */
    public record Control(InetSocketAddress peer, boolean onAudioPort, boolean voipMetrics) {
        /** On the port after the audio's (RFC 3550 section 11). */
        public static Control beside(InetSocketAddress audio) {
            boolean known = audio != null && audio.getPort() < 65_535;
            InetSocketAddress next =
                    known ? new InetSocketAddress(audio.getAddress(), audio.getPort() + 1) : null;
            return new Control(next, false, false);
        }
    }

    /** Of a peer with the usual wishes. */
    public AudioSession(
            CodecType codec,
            int payloadType,
            Map<Integer, CodecType> receivable,
            Map<Integer, Integer> telephoneEvents,
            InetSocketAddress peer,
            Direction direction,
            TelephoneEvent sentEvents,
            Control control,
            Keying keys) {
        this(
                codec,
                payloadType,
                receivable,
                telephoneEvents,
                peer,
                direction,
                sentEvents,
                control,
                keys,
                Wishes.USUAL);
    }

    public AudioSession {
        receivable = Map.copyOf(receivable);
        telephoneEvents = Map.copyOf(telephoneEvents);
    }

    /** Both ways in one codec, with the usual payload types. */
    public static AudioSession of(CodecType codec, InetSocketAddress peer) {
        int payloadType =
                codec.staticPayloadType() >= 0 ? codec.staticPayloadType() : DYNAMIC_PAYLOAD_TYPE;
        return new AudioSession(
                codec,
                payloadType,
                Map.of(payloadType, codec),
                Map.of(EVENT_PAYLOAD_TYPE, codec.clockRateHz()),
                peer,
                Direction.SENDRECV,
                new TelephoneEvent(EVENT_PAYLOAD_TYPE, codec.clockRateHz()),
                Control.beside(peer),
                null);
    }

    /** The same, encrypted. */
    public AudioSession withKeys(Keying others) {
        return new AudioSession(
                codec,
                payloadType,
                receivable,
                telephoneEvents,
                peer,
                direction,
                sentEvents,
                control,
                others,
                wishes);
    }

    /** The same with other wishes of the peer. */
    public AudioSession withWishes(Wishes others) {
        return new AudioSession(
                codec,
                payloadType,
                receivable,
                telephoneEvents,
                peer,
                direction,
                sentEvents,
                control,
                keys,
                others);
    }

    /** The same in another direction, ours. */
    public AudioSession withDirection(Direction other) {
        return new AudioSession(
                codec,
                payloadType,
                receivable,
                telephoneEvents,
                peer,
                other,
                sentEvents,
                control,
                keys,
                wishes);
    }

    /** False while we have said that we do not take what the peer may send: on hold by us. */
    public boolean receives() {
        return direction.receives();
    }

    /** True when we are to send and know where. */
    public boolean sends() {
        return direction.sends() && peer != null;
    }
}
