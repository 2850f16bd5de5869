package org.offhook.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.offhook.media.MediaConfig;
import org.offhook.media.codec.CodecType;
import org.offhook.server.config.CallersSettings;
import org.offhook.server.config.ServerConfig;
import org.offhook.sip.Callers;
import org.offhook.sip.LineConfig;
import org.offhook.sip.SipConfig;

/** Hands the configuration down in the parts that each module takes. Pure. */
final class Parts {
    private Parts() {}

    static SipConfig sip(ServerConfig.Sip sip) {
        return new SipConfig(
                sip.listen(),
                sip.transports(),
                sip.externalAddress(),
                sip.maxCalls(),
                SipConfig.defaults().retryAfter(),
                sip.userAgent(),
                callers(sip.callers()),
                sip.nameServer(),
                sip.tls());
    }

    private static Callers callers(CallersSettings callers) {
        var passwords = new HashMap<String, String>();
        callers.passwords().forEach((user, password) -> passwords.put(user, password.value()));
        return new Callers(callers.trusted(), passwords);
    }

    static MediaConfig media(ServerConfig.Media media) {
        List<CodecType> codecs = media.codecs().stream().map(Parts::codec).toList();
        // An odd last port could only be half a pair.
        int last = media.ports().last() / 2 * 2;
        return MediaConfig.defaults()
                .withPorts(media.ports().first(), last)
                .withCodecs(codecs)
                .withRtpTimeout(media.rtpTimeout())
                .withSrtp(media.srtp())
                .withKeys(media.keys());
    }

    private static CodecType codec(String name) {
        return Arrays.stream(CodecType.values())
                .filter(codec -> codec.sdpName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static LineConfig line(ServerConfig.Line line) {
        LineConfig made =
                new LineConfig(
                                line.name(),
                                line.registrar(),
                                line.user(),
                                line.authUser(),
                                line.password().value(),
                                line.expires())
                        .withOutboundProxy(line.outboundProxy())
                        .withKeepAlive(line.keepAlive())
                        .withOptionsEvery(line.optionsEvery());
        return line.registers() ? made : made.withoutRegistration();
    }
}
