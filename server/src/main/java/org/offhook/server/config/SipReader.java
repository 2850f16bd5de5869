package org.offhook.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.offhook.server.config.ServerConfig.Line;
import org.offhook.server.config.ServerConfig.Sip;
import org.offhook.sip.LineConfig;
import org.offhook.sip.TlsConfig;
import org.offhook.sip.Transport;
import org.offhook.sip.machine.AddressRange;

/** Reads where calls come in, who may call, and the lines. */
final class SipReader {
    private static final String SERVER_FORM = "must be sip:HOST[:PORT][;transport=udp|tcp|tls]";
    private static final Pattern SERVER =
            Pattern.compile(
                    "sips?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?"
                            + "(;transport=(udp|tcp|tls))?");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._~!*'()&=+$,;?/%-]+");

    private final Secrets secrets;

    private final Path folder;

    /**
     * @param folder relative paths begin here
     */
    SipReader(Secrets secrets, Path folder) {
        this.secrets = secrets;
        this.folder = folder;
    }

    Sip sip(Section sip) {
        var anywhere = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 5060);
        var listen =
                sip.parsed(
                        "listen",
                        anywhere,
                        "ADDRESS:PORT with an IP address",
                        Forms::socketAddress);
        String external =
                sip.parsed(
                        "external-address",
                        "",
                        "an IP address",
                        text -> Forms.address(text).map(InetAddress::getHostAddress));
        int maxCalls = sip.whole("max-calls", 200, 1, 10_000);
        Set<Transport> transports = transports(sip);
        var read =
                new Sip(
                        listen,
                        transports,
                        external,
                        maxCalls,
                        userAgent(sip),
                        new CallersSettings(trusted(sip), passwords(sip)),
                        nameServer(sip),
                        tls(sip, transports.contains(Transport.TLS)));
        sip.end();
        return read;
    }

    private static Optional<InetSocketAddress> nameServer(Section sip) {
        return sip.parsed(
                "name-server",
                Optional.empty(),
                "ADDRESS:PORT with an IP address",
                text -> Forms.socketAddress(text).map(Optional::of));
    }

    private static String userAgent(Section sip) {
        String rule = "one line of printable ASCII, at most 100 characters";
        return sip.parsed(
                "user-agent",
                "Offhook",
                rule,
                text -> text.matches("[ -~]{1,100}") ? Optional.of(text) : Optional.empty());
    }

    private static Set<Transport> transports(Section sip) {
        var chosen = new LinkedHashSet<Transport>();
        for (Section.Entry name : sip.entries("transports")) {
            Optional<Transport> transport = Transport.named(name.text());
            if (transport.isEmpty()) {
                sip.wrong(name, "must be udp, tcp or tls");
            }
            transport.ifPresent(chosen::add);
        }
        return chosen.isEmpty() ? Set.of(Transport.UDP, Transport.TCP) : chosen;
    }

    private Optional<TlsConfig> tls(Section sip, boolean spoken) {
        if (!spoken && sip.has("tls")) {
            sip.problem("tls", "needs tls among sip.transports");
        }
        Section tls = sip.section("tls");
        int port = tls.whole("port", Transport.TLS.usualPort(), 1, 65_535);
        Optional<Path> certificate = tls.find("certificate").map(folder::resolve);
        Optional<Path> key = tls.find("key").map(folder::resolve);
        if (certificate.isPresent() != key.isPresent()) {
            tls.problem("certificate", "and key go together");
        }
        Optional<Path> authorities = tls.find("authorities").map(folder::resolve);
        boolean demands =
                tls.choice(
                        "demand-certificate",
                        false,
                        ServerConfigReader.ordered("true", true, "false", false));
        tls.end();
        var identity = certificate.flatMap(c -> key.map(k -> new TlsConfig.Identity(c, k)));
        return spoken
                ? Optional.of(new TlsConfig(port, identity, authorities, demands))
                : Optional.empty();
    }

    private static List<String> trusted(Section sip) {
        var ranges = new ArrayList<String>();
        for (Section.Entry range : sip.entries("trusted")) {
            try {
                AddressRange.parse(range.text());
                ranges.add(range.text());
            } catch (IllegalArgumentException notOne) {
                sip.wrong(range, "must be an IP address or a range such as 192.0.2.0/24");
            }
        }
        return ranges;
    }

    private Map<String, Secret> passwords(Section sip) {
        var passwords = new LinkedHashMap<String, Secret>();
        sip.named("callers")
                .forEach((user, section) -> {
                    Secret password = secrets.read(section, "password");
                    if (password.value().isEmpty()) {
                        section.problem("password", "is missing");
                    }
                    section.end();
                    passwords.put(user, password);
                });
        return passwords;
    }

    List<Line> lines(Section root, Sip sip) {
        boolean tls = sip.transports().contains(Transport.TLS);
        var lines = new ArrayList<Line>();
        var names = new HashSet<String>();
        for (Section section : root.sections("lines")) {
            Line line = line(section);
            if (!tls && (isTls(line.registrar()) || isTls(line.outboundProxy()))) {
                section.problem("registrar", "or outbound-proxy needs tls among sip.transports");
            }
            if (!line.name().isEmpty() && !names.add(line.name())) {
                section.wrong("name", "must be different from every other line's");
            }
            lines.add(line);
        }
        return lines;
    }

    private Line line(Section section) {
        String name = section.required("name");
        String registrar = section.required("registrar");
        requireServer(section, "registrar", registrar);
        String proxy = section.text("outbound-proxy", "");
        requireServer(section, "outbound-proxy", proxy);
        String user = section.required("user");
        if (!user.isEmpty() && !USER.matcher(user).matches()) {
            section.wrong("user", "must be the user part of a SIP URI (RFC 3261 §25.1)");
        }
        String authUser = section.text("auth-user", user);
        Secret password = secrets.read(section, "password");
        Duration expires =
                section.duration(
                        "expires",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofHours(24));
        Duration keepAlive =
                section.duration(
                        "keep-alive",
                        LineConfig.USUAL_KEEP_ALIVE,
                        Duration.ZERO,
                        Duration.ofHours(1));
        Duration optionsEvery =
                section.duration(
                        "options-every", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
        boolean registers =
                section.choice(
                        "register", true, ServerConfigReader.ordered("true", true, "false", false));
        section.end();
        return new Line(
                name,
                registrar,
                user,
                authUser,
                password,
                expires,
                proxy,
                keepAlive,
                optionsEvery,
                registers);
    }

    private static boolean isTls(String uri) {
        return uri.startsWith("sips:") || uri.endsWith(";transport=tls");
    }

    private static void requireServer(Section section, String key, String uri) {
        if (!uri.isEmpty() && !isServer(uri)) {
            section.wrong(key, SERVER_FORM);
        }
    }

    private static boolean isServer(String text) {
        var match = SERVER.matcher(text);
        return match.matches()
                && (match.group(2) == null
                        || Forms.whole(match.group(2).substring(1), 1, 65_535).isPresent());
    }
}
