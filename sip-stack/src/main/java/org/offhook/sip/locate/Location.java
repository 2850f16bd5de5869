package org.offhook.sip.locate;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.offhook.sip.Transport;

/**
 * Finds the servers of one target by NAPTR, SRV and addresses (RFC 3263 §4). Takes as long as its
 * {@link Lookup}; for one use.
 */
public final class Location {
    /** Soon enough to be right again when a server of DNS comes back. */
    private static final long TTL_OF_A_GUESS_SECONDS = 30;

    private static final int MOST_TARGETS = 16;

    private static final Map<String, Transport> SERVICES =
            Map.of(
                    "sip+d2u", Transport.UDP,
                    "sip+d2t", Transport.TCP,
                    "sips+d2t", Transport.TLS);

    private final Target target;
    private final Reach reach;
    private final Lookup dns;
    private final List<String> trail = new ArrayList<>();
    private long ttlSeconds = 86_400;

    /** A server of DNS said nothing of use: the other questions for services are left out. */
    private boolean isDeaf;

    private Location(Target target, Reach reach, Lookup dns) {
        this.target = target;
        this.reach = reach;
        this.dns = dns;
    }

    /**
     * Throws UnknownHostException, saying what was asked and what came, where there is no server.
     */
    public static Servers find(Target target, Reach reach, Lookup dns) throws UnknownHostException {
        return new Location(target, reach, dns).find();
    }

    /** The one place that needs no look-up; empty where the target's host is a name. */
    public static Optional<Hop> written(Target target, Reach reach) {
        Transport transport = target.transport().orElseGet(() -> usual(reach));
        int port = target.port() < 0 ? transport.usualPort() : target.port();
        return target.address().map(at -> new Hop(at, port, transport, target.host()));
    }

    private static Transport usual(Reach reach) {
        return reach.transports().stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    private Servers find() throws UnknownHostException {
        Optional<Hop> written = written(target, reach);
        if (written.isPresent()) {
            return servers(List.of(Servers.alone(List.of(written.get()))));
        }
        List<Servers.Tier> tiers = target.port() < 0 ? services() : List.of();
        if (tiers.isEmpty()) {
            Transport transport = target.transport().orElseGet(() -> usual(reach));
            int port = target.port() < 0 ? transport.usualPort() : target.port();
            List<Hop> hops = addresses(target.host(), port, transport);
            tiers = hops.isEmpty() ? List.of() : List.of(Servers.alone(hops));
        }
        if (tiers.isEmpty()) {
            throw new UnknownHostException(
                    "unknown host " + target.host() + " (" + String.join("; ", trail) + ")");
        }
        return servers(tiers);
    }

    private Servers servers(List<Servers.Tier> tiers) {
        return new Servers(
                tiers, isDeaf ? Math.min(ttlSeconds, TTL_OF_A_GUESS_SECONDS) : ttlSeconds);
    }

    /** §4.1: what the domain prefers, else every transport that both speak. */
    private List<Servers.Tier> services() {
        String host = target.host();
        if (target.transport().isPresent()) {
            Transport transport = target.transport().get();
            return tiers(service(transport) + host, transport);
        }
        var tiers = new ArrayList<Servers.Tier>();
        preferred(host).forEach((name, transport) -> tiers.addAll(tiers(name, transport)));
        for (Transport transport : Transport.values()) {
            if (tiers.isEmpty() && reach.transports().contains(transport)) {
                tiers.addAll(tiers(service(transport) + host, transport));
            }
        }
        return tiers;
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    /** Names to ask for SRV, in the domain's order. */
    private Map<String, Transport> preferred(String host) {
        var names = new LinkedHashMap<String, Transport>();
        ask(host, Lookup.Kind.NAPTR).stream()
                .map(DnsRecord.Naptr.class::cast)
                .filter(naptr -> naptr.flags().equalsIgnoreCase("s"))
                .sorted(
                        Comparator.comparingInt(DnsRecord.Naptr::order)
                                .thenComparingInt(DnsRecord.Naptr::preference))
                .forEach(naptr -> {
                    Transport offered = SERVICES.get(naptr.service().toLowerCase(Locale.ROOT));
                    if (offered != null && reach.transports().contains(offered)) {
                        names.putIfAbsent(naptr.replacement(), offered);
                    }
                });
        return names;
    }

    private List<Servers.Tier> tiers(String name, Transport transport) {
        Map<Integer, List<Servers.Server>> byPriority = new LinkedHashMap<>();
        ask(name, Lookup.Kind.SRV).stream()
                .map(DnsRecord.Srv.class::cast)
                .filter(srv -> !srv.target().isEmpty())
                .sorted(Comparator.comparingInt(DnsRecord.Srv::priority))
                .limit(MOST_TARGETS)
                .forEach(srv -> {
                    List<Hop> hops = addresses(srv.target(), srv.port(), transport);
                    if (!hops.isEmpty()) {
                        byPriority
                                .computeIfAbsent(srv.priority(), unused -> new ArrayList<>())
                                .add(new Servers.Server(srv.weight(), hops));
                    }
                });
        return byPriority.values().stream().map(Servers.Tier::new).toList();
    }

    private List<Hop> addresses(String name, int port, Transport transport) {
        List<InetAddress> found =
                reach.families().stream()
                        .flatMap(family -> ask(name, family).stream())
                        .map(record -> ((DnsRecord.Address) record).address())
                        .toList();
        return (found.isEmpty() ? known(name) : found)
                .stream().map(at -> new Hop(at, port, transport, target.host())).toList();
    }

    private List<InetAddress> known(String name) {
        Lookup.Answer answer = dns.askSystem(name);
        ttlSeconds = Math.min(ttlSeconds, answer.ttlSeconds());
        return answer.records().stream()
                .map(record -> ((DnsRecord.Address) record).address())
                .filter(at -> reach.families().contains(family(at)))
                .toList();
    }

    private static Lookup.Kind family(InetAddress address) {
        return address instanceof Inet4Address ? Lookup.Kind.A : Lookup.Kind.AAAA;
    }

    private List<DnsRecord> ask(String name, Lookup.Kind kind) {
        boolean isAddress = kind == Lookup.Kind.A || kind == Lookup.Kind.AAAA;
        if (isDeaf && !isAddress) {
            return List.of();
        }
        try {
            Lookup.Answer answer = dns.ask(name, kind);
            ttlSeconds = Math.min(ttlSeconds, answer.ttlSeconds());
            if (answer.records().isEmpty()) {
                trail.add(kind + " " + name + ": none");
            }
            return answer.records();
        } catch (IOException noAnswer) {
            isDeaf = true;
            trail.add(kind + " " + name + ": " + noAnswer.getMessage());
            return List.of();
        }
    }
}
