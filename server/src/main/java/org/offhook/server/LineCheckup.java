package org.offhook.server;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.offhook.media.SrtpPolicy;
import org.offhook.server.cli.Doctor;
import org.offhook.server.config.Forms;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.dial.Target;
import org.offhook.server.doctor.Checkup;
import org.offhook.server.doctor.Findings;

/** Hands a line of the configuration to the doctor. */
final class LineCheckup implements Doctor.Examiner {
    @Override
    public Findings examine(Doctor.Examination wanted, Consumer<String> progress)
            throws IOException, InterruptedException {
        ServerConfig config = wanted.config();
        ServerConfig.Line line = line(config.lines(), wanted.line());
        ServerConfig.Sip sip = config.sip();
        var setup =
                new Findings.Setup(
                        line.name(),
                        line.registrar(),
                        config.media().codecs(),
                        sip.externalAddress(),
                        config.media().srtp() == SrtpPolicy.REQUIRE);
        var order =
                new Checkup.Order(
                        Parts.sip(sip),
                        Parts.media(config.media()),
                        Parts.line(line),
                        setup,
                        local(sip, line),
                        self(line),
                        wanted.transferTo());
        return Checkup.run(order, progress);
    }

    private static ServerConfig.Line line(List<ServerConfig.Line> lines, String wanted)
            throws IOException {
        if (lines.isEmpty()) {
            throw new IOException("the configuration has no lines; give one with --config");
        }
        if (wanted.isEmpty() && lines.size() == 1) {
            return lines.getFirst();
        }
        return lines.stream()
                .filter(line -> line.name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new IOException(
                                "--line must be one of "
                                        + lines.stream().map(ServerConfig.Line::name).toList()));
    }

    /** The line's own number, the way that its registrar is reached. */
    private static String self(ServerConfig.Line line) {
        return line.registrar().replaceFirst(":", ":" + line.user() + "@");
    }

    private static InetAddress local(ServerConfig.Sip sip, ServerConfig.Line line)
            throws IOException {
        Optional<InetAddress> external = Forms.address(sip.externalAddress());
        if (external.isPresent()) {
            return external.get();
        }
        if (!sip.listen().getAddress().isAnyLocalAddress()) {
            return sip.listen().getAddress();
        }
        String first = line.outboundProxy().isEmpty() ? line.registrar() : line.outboundProxy();
        return Target.parse(first.replaceFirst("^sips:", "sip:"))
                .orElseThrow(() -> new IOException(first + " is no SIP URI"))
                .localAddress();
    }
}
