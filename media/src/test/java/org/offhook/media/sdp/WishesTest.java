package org.offhook.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;

/** What a peer's description says about the packets it wants. */
class WishesTest {
    private static final String START =
            "v=0\r\no=- 7 7 IN IP4 192.0.2.2\r\ns=x\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\n";

    private final OfferAnswer ours =
            new OfferAnswer(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4_000),
                    MediaConfig.defaults(),
                    new SecureRandom(),
                    1,
                    null);

    @ParameterizedTest(name = "{0} becomes {1} ms")
    @CsvSource({
        "a=ptime:20, 20",
        "a=ptime:30, 30",
        "a=ptime:60, 60",
        "a=ptime:10, 10",
        "a=ptime:5, 10",
        "a=ptime:200, 60",
        "a=ptime:45, 40",
        "a=maxptime:40, 20",
        "a=maxptime:10, 10",
        "a=ptime:0, 20",
        "a=ptime:nonsense, 20",
        "a=sendrecv, 20"
    })
    void packetsAreAsLongAsThePeerAsks(String line, int millis) throws SdpException {
        OfferAnswer.Answer answer = answer("m=audio 6000 RTP/AVP 8 101\r\n" + line);
        assertEquals(millis, answer.session().wishes().packetMillis());
        assertTrue(text(answer).contains("a=ptime:" + millis + "\r\n"), text(answer));
    }

    @Test
    void itsLimitIsAboveItsWish() throws SdpException {
        OfferAnswer.Answer answer = answer("m=audio 6000 RTP/AVP 0\r\na=ptime:60\r\na=maxptime:30");
        assertEquals(30, answer.session().wishes().packetMillis());
        String opus = "m=audio 6000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n";
        assertEquals(20, answer(opus + "a=ptime:60").session().wishes().packetMillis());
        var refused = assertThrows(SdpException.class, () -> answer(opus + "a=maxptime:10"));
        assertTrue(refused.getMessage().contains("at most 10 ms"), refused.getMessage());
    }

    @Test
    void whatOpusIsToBeLikeIsReadAndStereoIsAnsweredInMono() throws SdpException {
        OfferAnswer.Answer answer =
                answer(
                        "m=audio 6000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n"
                                + "a=fmtp:96 maxplaybackrate=8000; Stereo=1;sprop-stereo=1;"
                                + " useinbandfec=1;usedtx=1");
        assertEquals(new Wishes(20, false, true, true, 8_000), answer.session().wishes());
        assertFalse(text(answer).contains("stereo"), text(answer));
        assertTrue(text(answer).contains("maxplaybackrate=16000;"), text(answer));
        assertTrue(text(answer).contains("useinbandfec=1\r\n"), text(answer));
    }

    @Test
    void whatIsNotAskedForIsNotWished() throws SdpException {
        String opus = "m=audio 6000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n";
        assertEquals(Wishes.NONE, answer(opus).session().wishes());
        String odd =
                opus + "a=fmtp:96 useinbandfec=0;usedtx;maxplaybackrate=many;;=\r\na=fmtp:x\r\n";
        assertEquals(Wishes.NONE, answer(odd).session().wishes());
        String others = opus + "a=fmtp:97 useinbandfec=1";
        assertEquals(Wishes.NONE, answer(others).session().wishes());
    }

    @Test
    void comfortNoiseIsPromisedToWhoOffersIt() throws SdpException {
        OfferAnswer.Answer with = answer("m=audio 6000 RTP/AVP 0 13 101\r\n");
        assertTrue(with.session().wishes().comfortNoise());
        assertTrue(text(with).contains("m=audio 4000 RTP/AVP 0 13\r\n"), text(with));
        assertTrue(text(with).contains("a=rtpmap:13 CN/8000\r\n"), text(with));
        OfferAnswer.Answer without = answer("m=audio 6000 RTP/AVP 0 101\r\n");
        assertFalse(without.session().wishes().comfortNoise());
        assertFalse(text(without).contains("CN"), text(without));
        // Opus has silence of its own.
        String opus = "m=audio 6000 RTP/AVP 96 13\r\na=rtpmap:96 opus/48000/2\r\n";
        assertFalse(text(answer(opus)).contains("CN"));
    }

    private OfferAnswer.Answer answer(String media) throws SdpException {
        return ours.answer((START + media).getBytes(UTF_8));
    }

    private static String text(OfferAnswer.Answer answer) {
        return new String(answer.sdp(), UTF_8);
    }
}
