package org.offhook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.KeysBy;
import org.offhook.media.MediaConfig;
import org.offhook.media.KeyPolicy;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.codec.CodecType;
import org.offhook.server.config.Secret;
import org.offhook.server.config.ServerConfig;
import org.offhook.sip.LineConfig;
import org.offhook.sip.SipConfig;

class PartsTest {
    @Test
    void theDefaultsOfTheFileAreTheDefaultsOfTheModules() {
        ServerConfig config = ServerConfig.defaults();
        SipConfig sip = SipConfig.defaults();
        assertEquals(sip, Parts.sip(config.sip()));
        assertEquals(MediaConfig.defaults(), Parts.media(config.media()));
    }

    @Test
    void aPairOfPortsIsNotHalved() {
        var media =
                new ServerConfig.Media(
                        new ServerConfig.Ports(30_000, 30_009),
                        List.of("PCMA", "opus"),
                        Duration.ofSeconds(3),
                        SrtpPolicy.REQUIRE,
                        KeyPolicy.DTLS,
                        KeysBy.AUTO);
        MediaConfig config = Parts.media(media);
        assertEquals(30_008, config.lastPort());
        assertEquals(media.ports().calls(), (config.lastPort() - config.firstPort()) / 2 + 1);
        assertEquals(List.of(CodecType.PCMA, CodecType.OPUS), config.codecs());
        assertEquals(Duration.ofSeconds(3), config.rtpTimeout());
        assertEquals(SrtpPolicy.REQUIRE, config.srtp());
        assertEquals(KeyPolicy.DTLS, config.keys());
    }

    @Test
    void aLineKeepsItsPassword() {
        var line =
                new ServerConfig.Line(
                        "a",
                        "sip:pbx;transport=tcp",
                        "100",
                        "auth",
                        new Secret("s"),
                        Duration.ofMinutes(5),
                        "sip:edge",
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(30),
                        false);
        assertEquals(
                new LineConfig(
                                "a",
                                "sip:pbx;transport=tcp",
                                "100",
                                "auth",
                                "s",
                                Duration.ofMinutes(5))
                        .withOutboundProxy("sip:edge")
                        .withKeepAlive(Duration.ofSeconds(9))
                        .withOptionsEvery(Duration.ofSeconds(30))
                        .withoutRegistration(),
                Parts.line(line));
    }
}
