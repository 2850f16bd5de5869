package org.offhook.media.call;

import org.offhook.media.HeardFrames;
import org.offhook.media.MediaListener;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.rtp.DtmfReceiver;
import org.offhook.media.rtp.JitterBuffer;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;

/**
 * What one call hears, owned by its media thread: packets go through the jitter buffer and a
 * decoder, and come out as frames of 20 ms, whatever was the length of the packets. From the first
 * packet on there is a frame every 20 ms: what is missing is concealed.
 */
final class Hearing implements AutoCloseable {
    static final int COMFORT_NOISE_PAYLOAD_TYPE = 13;

    private static final int PAYLOAD_TYPES = 128;
    private static final int FRAMES_PER_SECOND = 1_000 / Pcm.FRAME_MILLIS;
    private static final int MOST_SAMPLES = Pcm.RATE_HZ / 1000 * Decoder.MAX_PACKET_MILLIS;

    /** Quiet is what is below this whatever came before, or far below the loudest of late. */
    private static final int QUIET_LEVEL = 64;

    private static final int QUIET_SHARE = 8;

    private final HeardRing ring;
    private final MediaListener listener;
    private final CallCounters counters;
    private final PlayedFrames played;
    private final JitterBuffer jitter;
    private final DtmfReceiver dtmf = new DtmfReceiver();
    private final ComfortNoise noise = new ComfortNoise();
    private final InBandDigits tones = new InBandDigits();
    private boolean keysAreTones;
    private final Decoder[] decoders = new Decoder[CodecType.values().length];
    private final CodecType[] codecs = CodecType.values();
    private final CodecType[] audioTypes = new CodecType[PAYLOAD_TYPES];
    private final int[] eventClocksHz = new int[PAYLOAD_TYPES];
    private final Resampler fromNarrow = new Resampler(8_000, Pcm.RATE_HZ);
    private final byte[] payload = new byte[JitterBuffer.MAX_PAYLOAD];
    private final short[] decoded = new short[MOST_SAMPLES];
    private final short[] wide = new short[MOST_SAMPLES + 2];
    private final short[] waiting =
            new short[MOST_SAMPLES + Pcm.FRAME_SAMPLES + TimeScale.MOST_SAMPLES];
    private final TimeScale scale = new TimeScale();
    private final PlayoutPace pace = new PlayoutPace();

    private final HeardCodes codes = new HeardCodes();
    private final HeardFrames.Frame frame = new HeardFrames.Frame();

    private int clockRateHz;
    private int waitingSamples;
    private int restSamples;
    private int packetSamples;
    private CodecType playing;
    private boolean started;
    private boolean concealed;
    private boolean taken;
    private long arrivalNanos;
    private double bufferedNanos;
    private int loudest;
    private boolean quiet = true;

    Hearing(
            HeardRing ring,
            MediaListener listener,
            CallCounters counters,
            PlayedFrames played,
            long depthNanos) {
        this.played = played;
        this.ring = ring;
        this.listener = listener;
        this.counters = counters;
        this.clockRateHz = CodecType.PCMU.clockRateHz();
        this.jitter = new JitterBuffer(clockRateHz, depthNanos);
    }

    /** From now on these payload types are valid. */
    void formats(AudioSession session) {
        codes.speak(session.codec(), waitingSamples);
        // Who knows telephone events does not send tones as well.
        keysAreTones = session.sentEvents() == null;
        for (int type = 0; type < PAYLOAD_TYPES; type++) {
            audioTypes[type] = session.receivable().get(type);
            eventClocksHz[type] = session.telephoneEvents().getOrDefault(type, 0);
            CodecType codec = audioTypes[type];
            if (codec != null && decoders[codec.ordinal()] == null) {
                decoders[codec.ordinal()] = codec.newDecoder();
            }
        }
    }

    /** Whether its payload type is one of this call's. */
    boolean knows(RtpPacket packet) {
        int type = packet.payloadType();
        return audioTypes[type] != null
                || eventClocksHz[type] != 0
                || type == COMFORT_NOISE_PAYLOAD_TYPE;
    }

    /** Takes in a datagram; false where it is no packet of this call's. */
    boolean onPacket(RtpPacket packet, long nowNanos) {
        if (!knows(packet)) {
            return false;
        }
        int type = packet.payloadType();
        CodecType codec = audioTypes[type];
        if (codec != null) {
            return onAudio(packet, codec, nowNanos);
        }
        boolean wasStored = count(jitter.put(packet, 0, 0, nowNanos));
        if (wasStored && eventClocksHz[type] != 0) {
            tell(dtmf.read(packet, eventClocksHz[type]));
        } else if (wasStored) {
            noise.announced(packet, nowNanos);
        }
        return true;
    }

    /** What comes next does not follow from what came last. */
    void restart() {
        jitter.restart(clockRateHz);
    }

    private void tell(char digit) {
        if (digit != DtmfReceiver.NONE) {
            listener.onDigit(digit);
        }
    }

    private boolean onAudio(RtpPacket packet, CodecType codec, long nowNanos) {
        int length = packet.payloadLength();
        int millis =
                decoders[codec.ordinal()].millisIn(packet.bytes(), packet.payloadOffset(), length);
        if (millis == Decoder.FAILED || length > JitterBuffer.MAX_PAYLOAD) {
            return false;
        }
        if (codec.clockRateHz() != clockRateHz) {
            clockRateHz = codec.clockRateHz();
            jitter.restart(clockRateHz);
        }
        count(jitter.put(packet, codec.ordinal(), millis, nowNanos));
        return true;
    }

    /** False where the packet told nothing new. */
    private boolean count(JitterBuffer.Put put) {
        return switch (put) {
            case STORED -> true;
            case NEW_STREAM -> {
                dtmf.restart();
                noise.restart();
                yield true;
            }
            case DUPLICATE -> {
                counters.addDuplicated();
                yield false;
            }
            // A late press is still a press.
            case LATE -> {
                counters.addLate();
                yield true;
            }
            case SUSPECT -> {
                counters.addInvalid();
                yield false;
            }
        };
    }

    /**
     * 20 ms are due: one frame goes up, once the stream has started.
     *
     * @param sentMeanSquare loudness of what was sent last
     */
    void tick(long dueNanos, int sentMeanSquare) {
        concealed = false;
        taken = false;
        fill(dueNanos);
        if (!started) {
            return;
        }
        if (taken && !concealed) {
            keepPace();
            fill(dueNanos);
        }
        listen();
        if (concealed) {
            counters.addConcealed();
        }
        played.onFrame(concealed, jitter.lost());
        frame.receivedNanos = concealed ? 0 : arrivalNanos;
        frame.concealed = concealed;
        frame.sentMeanSquare = sentMeanSquare;
        System.arraycopy(waiting, 0, frame.samples, 0, Pcm.FRAME_SAMPLES);
        codes.take(frame);
        if (keysAreTones && !concealed) {
            tell(tones.onFrame(frame.samples));
        }
        if (!ring.offerOrDrop(frame)) {
            counters.addDropped();
        }
        waitingSamples -= Pcm.FRAME_SAMPLES;
        System.arraycopy(waiting, Pcm.FRAME_SAMPLES, waiting, 0, waitingSamples);
        counters.measured(jitter.lost(), jitter.jitterMillis());
    }

    private void fill(long dueNanos) {
        while (waitingSamples < Pcm.FRAME_SAMPLES) {
            int before = waitingSamples;
            int samples = next(dueNanos);
            if (samples == 0) {
                return;
            }
            append(samples);
            restSamples = before;
            packetSamples = waitingSamples - before;
        }
    }

    /** Plays slower or faster, where packets come later or earlier than they should. */
    private void keepPace() {
        PlayoutPace.Wish wish =
                pace.onFrame(jitter.takenSlackNanos(), restSamples, packetSamples, quiet);
        if (wish == PlayoutPace.Wish.KEEP
                || !scale.find(
                        waiting, waitingSamples, pace.mostSamples(), pace.neededSimilarity())) {
            return;
        }
        if (wish == PlayoutPace.Wish.FASTER) {
            waitingSamples = scale.shorten(waiting, waitingSamples);
            codes.shorten(scale.distance());
        } else {
            waitingSamples = scale.lengthen(waiting, waitingSamples);
            codes.lengthen(scale.distance());
        }
        pace.cut();
    }

    /** Decodes or makes up the next samples; 0 where nothing was ever heard. */
    private int next(long dueNanos) {
        int length = jitter.take(payload, dueNanos);
        if (length >= 0) {
            playing = codecs[jitter.takenFormat()];
            started = true;
            taken = true;
            arrivalNanos = jitter.takenArrivalNanos();
            bufferedNanos += (dueNanos - arrivalNanos - bufferedNanos) / 16;
            int samples = decoders[playing.ordinal()].decode(payload, length, decoded);
            if (samples > 0) {
                codes.received(playing, payload, decoded, samples);
                return samples;
            }
            return conceal();
        }
        if (!started) {
            return 0;
        }
        if (noise.isOn(arrivalNanos)) {
            int samples = noise.make(decoded, playing.sampleRateHz() / FRAMES_PER_SECOND);
            codes.madeUp(playing, decoded, samples);
            return samples;
        }
        if (length == JitterBuffer.LOST) {
            int redundant = jitter.peekAfterLoss(payload);
            boolean same = redundant > 0 && jitter.takenFormat() == playing.ordinal();
            int samples = same ? recover(redundant) : Decoder.FAILED;
            if (samples > 0) {
                codes.madeUp(playing, decoded, samples);
                return samples;
            }
        }
        return conceal();
    }

    private int recover(int length) {
        concealed = true;
        return decoders[playing.ordinal()].recover(payload, length, decoded);
    }

    private int conceal() {
        concealed = true;
        int samples = decoders[playing.ordinal()].conceal(decoded);
        codes.madeUp(playing, decoded, samples);
        return samples;
    }

    private void append(int samples) {
        if (playing.sampleRateHz() == Pcm.RATE_HZ) {
            System.arraycopy(decoded, 0, waiting, waitingSamples, samples);
            waitingSamples += samples;
            return;
        }
        int count = fromNarrow.resample(decoded, samples, wide);
        System.arraycopy(wide, 0, waiting, waitingSamples, count);
        waitingSamples += count;
    }

    /** Interarrival jitter (RFC 3550 section 6.4.1). */
    double jitterMillis() {
        return jitter.jitterMillis();
    }

    /** How long what is played has waited since it came, lately. */
    double bufferedMillis() {
        return bufferedNanos / 1e6;
    }

    /** Is anybody talking? Not a judgement of speech: only where 20 ms more or less do no harm. */
    private void listen() {
        int sum = 0;
        for (int i = 0; i < Pcm.FRAME_SAMPLES; i++) {
            sum += Math.abs(waiting[i]);
        }
        int level = sum / Pcm.FRAME_SAMPLES;
        loudest = Math.max(level, loudest - loudest / 256);
        quiet = level < Math.max(QUIET_LEVEL, loudest / QUIET_SHARE);
    }

    @Override
    public void close() {
        for (Decoder decoder : decoders) {
            if (decoder != null) {
                decoder.close();
            }
        }
    }
}
