package org.offhook.media.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;
import org.offhook.media.codec.CodecType;
import org.offhook.media.srtp.Fingerprint;
import org.offhook.media.srtp.Keying;

/**
 * Our side of one call's offers and answers (RFC 3264): one audio stream at one address and port.
 * Used by one thread at a time, the one that carries the call's signalling.
 */
public final class OfferAnswer {
    private static final int NOT_ACCEPTABLE_HERE = 488;
    private static final int FIRST_DYNAMIC_PAYLOAD_TYPE = 111;
    private static final Map<Integer, Integer> OFFERED_EVENTS = Map.of(101, 8_000, 102, 48_000);

    private final SdpWriter writer;
    private final InetAddress local;
    private final List<CodecType> codecs;
    private final boolean ourOrder;
    private final Encryption encryption;
    private Map<Integer, CodecType> offered = Map.of();
    private Map<Integer, Integer> offeredEvents = Map.of();

    /**
     * @param local what the peer shall send to
     * @param speech codecs, the best first; whose order decides in an answer; whether encrypted
     * @param random makes keys
     * @param sessionId the number in {@code o=}
     * @param ours of our certificate; null where DTLS is not spoken
     */
    public OfferAnswer(
            InetSocketAddress local,
            MediaConfig speech,
            SecureRandom random,
            long sessionId,
            Fingerprint ours) {
        this.local = local.getAddress();
        this.codecs = speech.codecs();
        this.ourOrder = speech.ourOrder();
        this.encryption = new Encryption(speech, random, ours);
        this.writer = new SdpWriter(local, sessionId);
    }

    /** An answer, and what it means. */
    public record Answer(byte[] sdp, AudioSession session) {}

    /** Answers an offer with one codec; every other stream in it is refused. */
    public Answer answer(byte[] offerSdp) throws SdpException {
        SessionDescription offer = SdpParser.parse(offerSdp);
        SdpException reason = new SdpException(NOT_ACCEPTABLE_HERE, "no audio offered");
        for (SessionDescription.Media media : offer.media()) {
            if (media.isAudio() && !media.isRefused()) {
                try {
                    Encryption.Choice key = encryption.choose(media);
                    AudioSession session = choose(media).withKeys(key.keys());
                    encryption.keep(session.keys());
                    byte[] sdp = writer.answer(offer, media, session, key.attributes());
                    return new Answer(sdp, session);
                } catch (SdpException unusable) {
                    reason = unusable;
                }
            }
        }
        throw reason;
    }

    /** Our offer: everything we speak. */
    public byte[] offer() {
        return offer(Direction.SENDRECV);
    }

    /** The same in another direction, ours. */
    public byte[] offer(Direction direction) {
        offered = new LinkedHashMap<>();
        int dynamic = FIRST_DYNAMIC_PAYLOAD_TYPE;
        for (CodecType codec : codecs) {
            boolean fixed = codec.staticPayloadType() >= 0;
            offered.put(fixed ? codec.staticPayloadType() : dynamic++, codec);
        }
        offeredEvents = new HashMap<>(OFFERED_EVENTS);
        // Events have the clock of the audio beside them (RFC 4733 §2.1).
        offeredEvents
                .values()
                .removeIf(clockHz -> codecs.stream().noneMatch(c -> c.clockRateHz() == clockHz));
        return writer.offer(
                offered,
                offeredEvents,
                encryption.offeredProtocol(),
                encryption.offer(),
                direction);
    }

    /** Reads the answer to {@link #offer}. It may name several codecs: all may then come. */
    public AudioSession accept(byte[] answerSdp) throws SdpException {
        if (offered.isEmpty()) {
            throw new IllegalStateException("nothing was offered");
        }
        List<SessionDescription.Media> answered = SdpParser.parse(answerSdp).media();
        if (answered.isEmpty() || !answered.getFirst().isAudio()) {
            throw refuse("no audio in the answer");
        }
        SessionDescription.Media media = answered.getFirst();
        if (media.isRefused()) {
            throw refuse("the peer refused our audio");
        }
        Keying keys = encryption.accept(media);
        for (String format : media.formats()) {
            CodecType codec = codecOf(media, format);
            if (codec != null && offered.containsValue(codec)) {
                int payloadType = Integer.parseInt(format);
                AudioSession plain =
                        session(
                                media,
                                codec,
                                payloadType,
                                receivable(payloadType, codec),
                                receivableEvents(media));
                encryption.keep(keys);
                return plain.withKeys(keys);
            }
        }
        throw refuse("no codec of ours in the answer");
    }

    /** A peer is to send with our numbers (RFC 3264 section 5.1); some send with theirs. */
    private Map<Integer, CodecType> receivable(int theirNumber, CodecType codec) {
        Map<Integer, CodecType> all = new HashMap<>(offered);
        if (!offeredEvents.containsKey(theirNumber)) {
            all.putIfAbsent(theirNumber, codec);
        }
        return all;
    }

    private Map<Integer, Integer> receivableEvents(SessionDescription.Media answered) {
        Map<Integer, Integer> all = new HashMap<>(offeredEvents);
        for (var event : eventsIn(answered).entrySet()) {
            if (!offered.containsKey(event.getKey())) {
                all.putIfAbsent(event.getKey(), event.getValue());
            }
        }
        return all;
    }

    private AudioSession choose(SessionDescription.Media media) throws SdpException {
        String chosen = null;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i < media.formats().size(); i++) {
            CodecType codec = codecOf(media, media.formats().get(i));
            if (codec != null && codecs.contains(codec)) {
                int rank = ourOrder ? codecs.indexOf(codec) : i;
                if (rank < bestRank) {
                    bestRank = rank;
                    chosen = media.formats().get(i);
                }
            }
        }
        if (chosen == null) {
            throw refuse("no common codec; offered " + String.join(" ", media.formats()));
        }
        int payloadType = Integer.parseInt(chosen);
        CodecType codec = media.maps().get(payloadType).codec();
        Map<Integer, CodecType> receivable = Map.of(payloadType, codec);
        return session(media, codec, payloadType, receivable, eventsIn(media));
    }

    private AudioSession session(
            SessionDescription.Media media,
            CodecType codec,
            int payloadType,
            Map<Integer, CodecType> receivable,
            Map<Integer, Integer> events)
            throws SdpException {
        int shortest = PeerWishes.shortestPacketMillis(codec);
        if (media.maxPtimeMillis() > 0 && media.maxPtimeMillis() < shortest) {
            String most = "packets of at most " + media.maxPtimeMillis() + " ms";
            throw refuse(most + "; ours are of " + shortest + " or more");
        }
        InetSocketAddress peer = peer(media);
        Direction theirs = peer == null ? media.direction().withoutReceiving() : media.direction();
        // The peer's own numbers: in its offer, or in its answer to ours.
        TelephoneEvent sentEvents = TelephoneEvent.suiting(codec, eventsIn(media));
        return new AudioSession(
                codec,
                payloadType,
                receivable,
                events,
                peer,
                theirs.reversed(),
                sentEvents,
                control(media, peer),
                null,
                PeerWishes.read(media, codec, payloadType));
    }

    /** An address of its own in a=rtcp is left out: reports go where the audio goes. */
    private static AudioSession.Control control(
            SessionDescription.Media media, InetSocketAddress peer) {
        SessionDescription.Extras extras = media.extras();
        InetSocketAddress own = AudioSession.Control.beside(peer).peer();
        if (extras.controlPort() > 0 && peer != null) {
            own = new InetSocketAddress(peer.getAddress(), extras.controlPort());
        }
        return new AudioSession.Control(own, extras.controlOnAudioPort(), extras.voipMetrics());
    }

    private static Map<Integer, Integer> eventsIn(SessionDescription.Media media) {
        Map<Integer, Integer> events = new HashMap<>();
        for (String format : media.formats()) {
            RtpMap map = mapOf(media, format);
            if (map != null && map.isTelephoneEvent()) {
                events.put(Integer.parseInt(format), map.clockRateHz());
            }
        }
        return events;
    }

    /** Null for an address of zeros, which means hold. */
    private InetSocketAddress peer(SessionDescription.Media media) throws SdpException {
        String[] parts = media.connection().split("\\s+");
        if (parts.length < 3 || !parts[0].equalsIgnoreCase("IN")) {
            throw new SdpException(400, "no usable c= line for the audio");
        }
        // "224.2.1.1/127" carries a TTL.
        String text = parts[2].split("/", 2)[0];
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException name) {
            throw refuse("a host name in c= is not looked up; an IP address is needed");
        }
        if (address.isAnyLocalAddress()) {
            return null;
        }
        if (address.isMulticastAddress()) {
            throw refuse("audio to a multicast address is not sent");
        }
        if (address instanceof Inet4Address != local instanceof Inet4Address) {
            throw refuse("the peer's address is of the other IP version than ours");
        }
        return new InetSocketAddress(address, media.port());
    }

    private static CodecType codecOf(SessionDescription.Media media, String format) {
        RtpMap map = mapOf(media, format);
        return map == null ? null : map.codec();
    }

    private static RtpMap mapOf(SessionDescription.Media media, String format) {
        boolean number = format.length() <= 3 && format.matches("[0-9]+");
        return number ? media.maps().get(Integer.parseInt(format)) : null;
    }

    private static SdpException refuse(String message) {
        return new SdpException(NOT_ACCEPTABLE_HERE, message);
    }
}
