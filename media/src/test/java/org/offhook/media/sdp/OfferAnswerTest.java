package org.offhook.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;
import org.offhook.media.codec.CodecType;

/** Offers as real peers send them, and what we make of them. */
class OfferAnswerTest {
    private static final List<CodecType> ALL =
            List.of(CodecType.OPUS, CodecType.G722, CodecType.PCMU, CodecType.PCMA);
    private static final String START = "v=0\r\no=- 7 7 IN IP4 192.0.2.2\r\ns=x\r\n";
    private static final String HERE = "c=IN IP4 127.0.0.9\r\nt=0 0\r\n";

    private final OfferAnswer ours = ours(ALL, false);

    @Test
    void asteriskGetsItsFirstCodecAndTheEventOfThatClock() throws SdpException {
        OfferAnswer.Answer answer = ours.answer(bytes(PeerOffers.ASTERISK));
        assertEquals(CodecType.OPUS, answer.session().codec());
        assertEquals(107, answer.session().payloadType());
        assertEquals(peer("127.0.0.10", 14_032), answer.session().peer());
        assertEquals(Map.of(101, 8_000, 102, 48_000), answer.session().telephoneEvents());
        assertEquals(Map.of(107, CodecType.OPUS), answer.session().receivable());
        String text = text(answer);
        assertTrue(text.contains("m=audio 4000 RTP/AVP 107 102\r\n"), text);
        assertTrue(text.contains("a=rtpmap:107 opus/48000/2\r\n"), text);
        assertTrue(text.contains("a=rtpmap:102 telephone-event/48000\r\n"), text);
        assertTrue(text.contains("a=sendrecv\r\n"), text);
    }

    @Test
    void whoOffersHoldSendsAndDoesNotListen() throws SdpException {
        String offer = new String(ours.offer(Direction.SENDONLY), UTF_8);
        assertTrue(offer.contains("a=sendonly\r\n"), offer);
        byte[] taken = bytes(START + HERE + "m=audio 6000 RTP/AVP 0\r\na=recvonly\r\n");
        assertEquals(Direction.SENDONLY, ours.accept(taken).direction());
        String resumed = new String(ours.offer(Direction.SENDRECV), UTF_8);
        assertTrue(resumed.contains("a=sendrecv\r\n"), resumed);
    }

    @Test
    void freeswitchsOriginIsIgnored() throws SdpException {
        OfferAnswer.Answer answer = ours.answer(bytes(PeerOffers.FREESWITCH));
        assertEquals(CodecType.PCMU, answer.session().codec());
        assertEquals(peer("127.0.0.20", 24_680), answer.session().peer());
        assertTrue(text(answer).contains("m=audio 4000 RTP/AVP 0 13 101\r\n"), text(answer));
        assertEquals(Direction.SENDRECV, answer.session().direction());
    }

    @Test
    void baresipsOnlyEventIsTakenThoughOfAnotherClock() throws SdpException {
        OfferAnswer.Answer answer = ours.answer(bytes(PeerOffers.BARESIP));
        assertTrue(text(answer).contains("m=audio 4000 RTP/AVP 96 101\r\n"), text(answer));
    }

    @Test
    void linphonesFeedbackProfileIsRepeatedAndItsVideoRefusedInPlace() throws SdpException {
        OfferAnswer.Answer answer = ours.answer(bytes(PeerOffers.LINPHONE));
        String text = text(answer);
        assertTrue(text.contains("m=audio 4000 RTP/AVPF 96 101\r\n"), text);
        assertTrue(text.contains("m=video 0 RTP/AVPF 96\r\n"), text);
        assertTrue(text.indexOf("m=audio") < text.indexOf("m=video"), text);
    }

    @Test
    void ourAnswerIsADescriptionOfItsOwn() throws SdpException {
        String text = text(ours.answer(bytes(PeerOffers.FREESWITCH)));
        assertTrue(
                text.startsWith(
                        "v=0\r\no=offhook 5 1 IN IP4 127.0.0.1\r\ns=-\r\n"
                                + "c=IN IP4 127.0.0.1\r\nt=0 0\r\nm="),
                text);
        assertTrue(text.endsWith("\r\n"));
        assertFalse(text.replace("\r\n", "").contains("\n"));
    }

    @Test
    void ourOrderDecidesWhereItIsSaid() throws SdpException {
        var stubborn = ours(List.of(CodecType.PCMA, CodecType.PCMU, CodecType.OPUS), true);
        assertEquals(CodecType.PCMA, stubborn.answer(bytes(PeerOffers.BARESIP)).session().codec());
        assertEquals(CodecType.OPUS, ours.answer(bytes(PeerOffers.BARESIP)).session().codec());
    }

    @Test
    void streamsBeforeTheAudioKeepTheirPlace() throws SdpException {
        String offer =
                START
                        + HERE
                        + "m=video 5000 RTP/AVP 31 99\r\nm=audio 0 RTP/AVP 0\r\n"
                        + "m=audio 6000 RTP/SAVP 0\r\nm=audio 7000 RTP/AVP 8\r\n"
                        + "m=application 9 UDP/BFCP *\r\n";
        OfferAnswer.Answer answer = ours.answer(bytes(offer));
        assertEquals(7_000, answer.session().peer().getPort());
        List<String> lines = text(answer).lines().filter(line -> line.startsWith("m=")).toList();
        assertEquals(
                List.of(
                        "m=video 0 RTP/AVP 31 99",
                        "m=audio 0 RTP/AVP 0",
                        "m=audio 0 RTP/SAVP 0",
                        "m=audio 4000 RTP/AVP 8",
                        "m=application 0 UDP/BFCP *"),
                lines);
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, sendrecv, SENDRECV", "sendonly, recvonly, RECVONLY",
        "recvonly, sendonly, SENDONLY", "inactive, inactive, INACTIVE",
    })
    void eachDirectionIsMirrored(String theirs, String answered, Direction ourDirection)
            throws SdpException {
        for (String place : List.of("media", "session")) {
            String audio = "m=audio 6000 RTP/AVP 0\r\n";
            String attribute = "a=" + theirs + "\r\n";
            String offer =
                    START + HERE + (place.equals("media") ? audio + attribute : attribute + audio);
            OfferAnswer.Answer answer = ours.answer(bytes(offer));
            assertEquals(ourDirection, answer.session().direction(), place);
            assertTrue(text(answer).contains("a=" + answered + "\r\n"), text(answer));
        }
    }

    @ParameterizedTest
    @CsvSource({"sendrecv, RECVONLY", "recvonly, INACTIVE", "sendonly, RECVONLY"})
    void anAddressOfZerosIsHold(String theirs, Direction ourDirection) throws SdpException {
        String offer = START + "c=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\na=" + theirs;
        AudioSession session = ours.answer(bytes(offer)).session();
        assertNull(session.peer());
        assertFalse(session.sends());
        assertEquals(ourDirection, session.direction());
    }

    @Test
    void theMediasAddressGoesBeforeTheSessions() throws SdpException {
        String offer = START + HERE + "m=audio 6000 RTP/AVP 0\r\nc=IN IP4 127.0.0.77/127\r\n";
        assertEquals(peer("127.0.0.77", 6_000), ours.answer(bytes(offer)).session().peer());
    }

    @Test
    void version6AddressesAreSpoken() throws SdpException {
        var six = ours("::1", ALL);
        String offer = START + "c=IN IP6 2001:db8::5\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\n";
        OfferAnswer.Answer answer = six.answer(bytes(offer));
        assertEquals(peer("2001:db8::5", 6_000), answer.session().peer());
        assertTrue(text(answer).contains("c=IN IP6 0:0:0:0:0:0:0:1\r\n"), text(answer));
        assertEquals(488, refusal(offer).status());
    }

    @Test
    void aHostNameIsRefusedClearly() {
        String offer = START + "c=IN IP4 pbx.example\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0\r\n";
        SdpException refused = refusal(offer);
        assertEquals(488, refused.status());
        assertTrue(refused.getMessage().contains("host name"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 6000 RTP/AVP 3 18\r\n",
                "m=audio 6000 RTP/SAVP 0\r\n",
                "m=audio 6000 UDP/TLS/RTP/SAVPF 0\r\n",
                "m=audio 0 RTP/AVP 0\r\n",
                "m=video 6000 RTP/AVP 31\r\n",
                "m=image 6000 udptl t38\r\n",
                "m=audio 6000 RTP/AVP 96\r\na=rtpmap:96 opus/16000\r\n",
                "m=audio 6000 RTP/AVP 0\r\na=rtpmap:0 G729/8000\r\n",
                "m=audio 6000 RTP/AVP 0\r\na=maxptime:9\r\n",
                "m=audio 6000 RTP/AVP 0\r\nc=IN IP4 224.1.1.1/3\r\n",
                "",
            })
    void whatCannotBeMetIsNotAcceptable(String media) {
        assertEquals(488, refusal(START + HERE + media).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\r\n",
                "v=0\r\nm=audio 6000 RTP/AVP\r\n",
                "v=0\r\nm=audio many RTP/AVP 0\r\n",
                "v=0\r\nm=audio 70000 RTP/AVP 0\r\n",
                "v=0\r\nm=audio -1 RTP/AVP 0\r\n",
                "v=0\r\nm=audio 99999999999 RTP/AVP 0\r\n",
                "v=0\r\nm=audio 6000 RTP/AVP 0\r\n",
                "v=0\r\nc=IN IP4\r\nm=audio 6000 RTP/AVP 0\r\n",
                "v=0\r\nm=audio 6000 RTP/AVP 0\r\na=rtpmap:0\r\n",
                "v=0\r\nm=audio 6000 RTP/AVP 0\r\na=rtpmap:300 PCMU/8000\r\n",
                "v=0\r\nno line at all\r\n",
            })
    void nonsenseIsABadRequest(String sdp) {
        assertEquals(400, refusal(sdp).status());
    }

    @Test
    void sizeIsBounded() {
        String long1 = START + HERE + "m=audio 6000 RTP/AVP 0\r\n";
        assertEquals(400, refusal(long1 + "a=x:" + "y".repeat(17_000)).status());
        assertEquals(400, refusal(long1 + "a=x\r\n".repeat(500)).status());
        assertEquals(400, refusal(long1 + "m=audio 0 RTP/AVP 0\r\n".repeat(17)).status());
        assertEquals(400, refusal(long1.strip() + " 96".repeat(65) + "\r\n").status());
    }

    @Test
    void bareLineFeedsSpacesAndUnknownLinesDoNoHarm() throws SdpException {
        String offer =
                "v=0 \no=x\nz=whatever\ns= \nc=in IP4 127.0.0.9 \nt=2873397496 2873404696\n"
                        + "m=audio 6000/2 rtp/avp 0 \na=SENDONLY\na=x-unknown\n\n\n";
        OfferAnswer.Answer answer = ours.answer(bytes(offer));
        assertEquals(Direction.RECVONLY, answer.session().direction());
        assertTrue(text(answer).contains("t=2873397496 2873404696\r\n"), text(answer));
    }

    @Test
    void theVersionRisesOnlyWithAChange() throws SdpException {
        String first = text(ours.answer(bytes(PeerOffers.FREESWITCH)));
        assertEquals(first, text(ours.answer(bytes(PeerOffers.FREESWITCH))));
        String held = text(ours.answer(bytes(PeerOffers.FREESWITCH + "a=sendonly\n")));
        assertTrue(held.contains("o=offhook 5 2 "), held);
    }

    @Test
    void ourOfferNamesAllAndAnyOfThemMayCome() throws SdpException {
        String offer = new String(ours.offer(), UTF_8);
        assertTrue(offer.contains("m=audio 4000 RTP/AVP 111 9 0 8 101 102\r\n"), offer);
        // Asterisk answers with several codecs: we send the first, and take any.
        String answer =
                START + HERE + "m=audio 6000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000";
        AudioSession session = ours.accept(bytes(answer));
        assertEquals(CodecType.PCMU, session.codec());
        assertEquals(
                Map.of(
                        111,
                        CodecType.OPUS,
                        9,
                        CodecType.G722,
                        0,
                        CodecType.PCMU,
                        8,
                        CodecType.PCMA),
                session.receivable());
        assertEquals(Direction.SENDRECV, session.direction());
        assertEquals(new TelephoneEvent(101, 8_000), session.sentEvents());
    }

    @Test
    void telephoneEventsGoOutByThePeersNumberAndOnlyWhereItTakesThem() throws SdpException {
        ours.offer();
        String audio = START + HERE + "m=audio 6000 RTP/AVP 0";
        String event = " 97\r\na=rtpmap:97 telephone-event/8000";
        assertEquals(new TelephoneEvent(97, 8_000), ours.accept(bytes(audio + event)).sentEvents());
        assertNull(ours.accept(bytes(audio)).sentEvents());
        assertNull(ours.answer(bytes(audio)).session().sentEvents());
        AudioSession asterisk = ours.answer(bytes(PeerOffers.ASTERISK)).session();
        assertEquals(new TelephoneEvent(102, 48_000), asterisk.sentEvents());
    }

    @Test
    void eventsAreOfferedWithTheClocksOfTheCodecsBesideThem() {
        var narrow = ours(List.of(CodecType.PCMA), false);
        String offer = new String(narrow.offer(), UTF_8);
        assertTrue(offer.contains("m=audio 4000 RTP/AVP 8 101\r\n"), offer);
        assertFalse(offer.contains("48000"), offer);
    }

    @Test
    void g722HasAClockOfHalfItsRateWithOrWithoutAnRtpmap() throws SdpException {
        for (String map : List.of("", "a=rtpmap:9 G722/8000\r\n", "a=rtpmap:9 g722/8000/1\r\n")) {
            String offer = START + HERE + "m=audio 6000 RTP/AVP 9 101\r\n" + map;
            OfferAnswer.Answer answer =
                    ours.answer(bytes(offer + "a=rtpmap:101 telephone-event/8000\r\n"));
            assertEquals(CodecType.G722, answer.session().codec());
            assertEquals(new TelephoneEvent(101, 8_000), answer.session().sentEvents());
            assertTrue(text(answer).contains("a=rtpmap:9 G722/8000\r\n"), text(answer));
        }
        // Who writes the true rate means a stream that nobody else would understand.
        String wrong = START + HERE + "m=audio 6000 RTP/AVP 9\r\na=rtpmap:9 G722/16000\r\n";
        assertEquals(488, refusal(wrong).status());
        String offer = new String(ours.offer(), UTF_8);
        assertTrue(offer.contains("a=rtpmap:9 G722/8000\r\n"), offer);
    }

    @Test
    void aPeerMayNumberOpusItsOwnWay() throws SdpException {
        ours.offer();
        String answer =
                START + HERE + "m=audio 6000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\na=recvonly";
        AudioSession session = ours.accept(bytes(answer));
        assertEquals(96, session.payloadType());
        assertEquals(CodecType.OPUS, session.receivable().get(111));
        assertEquals(Direction.SENDONLY, session.direction());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 0 RTP/AVP 0\r\n",
                "m=audio 6000 RTP/AVP 18\r\n",
                "m=audio 6000 RTP/SAVP 0\r\n",
                "m=video 6000 RTP/AVP 31\r\n",
                "",
            })
    void anUselessAnswerIsRefused(String media) {
        ours.offer();
        byte[] answer = bytes(START + HERE + media);
        assertEquals(488, assertThrows(SdpException.class, () -> ours.accept(answer)).status());
    }

    @Test
    void aPeerWithNumbersOfItsOwnIsSentThoseAndMaySendEither() throws SdpException {
        ours.offer();
        String answer =
                START
                        + HERE
                        + "m=audio 6000 RTP/AVP 96 97\r\na=rtpmap:96 opus/48000/2\r\n"
                        + "a=rtpmap:97 telephone-event/48000\r\n";
        AudioSession session = ours.accept(bytes(answer));
        assertEquals(96, session.payloadType());
        assertEquals(CodecType.OPUS, session.receivable().get(96));
        assertEquals(CodecType.OPUS, session.receivable().get(111));
        assertEquals(new TelephoneEvent(97, 48_000), session.sentEvents());
        assertEquals(48_000, session.telephoneEvents().get(97));
        assertEquals(48_000, session.telephoneEvents().get(102));
    }

    @Test
    void aNumberThatMeansSomethingElseInOurOfferKeepsThatMeaning() throws SdpException {
        ours.offer();
        String answer =
                START
                        + HERE
                        + "m=audio 6000 RTP/AVP 101 111\r\na=rtpmap:101 opus/48000/2\r\n"
                        + "a=rtpmap:111 telephone-event/48000\r\n";
        AudioSession session = ours.accept(bytes(answer));
        assertEquals(101, session.payloadType());
        assertNull(session.receivable().get(101));
        assertEquals(8_000, session.telephoneEvents().get(101));
        assertEquals(CodecType.OPUS, session.receivable().get(111));
    }

    @Test
    void twoOfUsUnderstandEachOther() throws SdpException {
        var theirs = ours("127.0.0.2", ALL);
        OfferAnswer.Answer answer = theirs.answer(ours.offer());
        AudioSession session = ours.accept(answer.sdp());
        assertEquals(CodecType.OPUS, session.codec());
        assertEquals(peer("127.0.0.2", 4_000), session.peer());
        assertEquals(peer("127.0.0.1", 4_000), answer.session().peer());
    }

    @Test
    void brokenOffersAreNeverMoreThanAnSdpException() {
        var random = new SplittableRandom(9);
        int answered = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] offer = bytes(i % 2 == 0 ? PeerOffers.ASTERISK : PeerOffers.LINPHONE);
            for (int j = random.nextInt(6); j >= 0; j--) {
                offer[random.nextInt(offer.length)] = (byte) random.nextInt(256);
            }
            try {
                assertNotNull(ours.answer(offer).session());
                answered++;
            } catch (SdpException refused) {
                assertTrue(refused.status() == 400 || refused.status() == 488);
            }
        }
        assertTrue(answered > 250, "only " + answered + " were answered");
    }

    private SdpException refusal(String offer) {
        return assertThrows(SdpException.class, () -> ours.answer(bytes(offer)));
    }

    private static OfferAnswer ours(List<CodecType> codecs, boolean ourOrder) {
        return ours("127.0.0.1", codecs, ourOrder);
    }

    private static OfferAnswer ours(String address, List<CodecType> codecs) {
        return ours(address, codecs, false);
    }

    private static OfferAnswer ours(String address, List<CodecType> codecs, boolean ourOrder) {
        MediaConfig usual = MediaConfig.defaults();
        var config =
                new MediaConfig(
                        usual.firstPort(),
                        usual.lastPort(),
                        usual.rtpTimeout(),
                        usual.jitterTarget(),
                        usual.playoutLead(),
                        codecs,
                        ourOrder,
                        usual.srtp(),
                        usual.keys(),
                        usual.loops());
        return new OfferAnswer(peer(address, 4_000), config, new SecureRandom(), 5, null);
    }

    private static InetSocketAddress peer(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static byte[] bytes(String sdp) {
        return sdp.getBytes(UTF_8);
    }

    private static String text(OfferAnswer.Answer answer) {
        return new String(answer.sdp(), UTF_8);
    }
}
