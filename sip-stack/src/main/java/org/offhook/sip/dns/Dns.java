package org.offhook.sip.dns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.offhook.sip.locate.DnsRecord;
import org.offhook.sip.locate.Lookup;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * DNS as this machine is configured to use it: its hosts file, then its name servers. Blocks as
 * long as servers are silent; for any thread.
 */
public final class Dns implements Lookup {
    private static final int TRIES = 2;

    /** The system does not say how long what it tells stays true. */
    private static final long TTL_OF_THE_SYSTEM_SECONDS = 30;

    private static final long SHORTEST_NEGATIVE_SECONDS = 5;
    private static final long LONGEST_NEGATIVE_SECONDS = 300;

    private final Resolver resolver;
    private final String servers;
    private final boolean isOfTheSystem;
    private final HostsFileParser hosts = new HostsFileParser();

    private Dns(Resolver resolver, String servers, boolean isOfTheSystem) {
        this.resolver = resolver;
        this.servers = servers;
        this.isOfTheSystem = isOfTheSystem;
    }

    /**
     * @param server the one name server to ask; empty for those of the system
     * @param patience with one that does not answer; then it is asked once more
     */
    public static Dns of(Optional<InetSocketAddress> server, Duration patience) {
        List<InetSocketAddress> asked =
                server.map(List::of).orElseGet(() -> ResolverConfig.getCurrentConfig().servers());
        List<Resolver> each = new ArrayList<>();
        for (InetSocketAddress one : asked) {
            var resolver = new SimpleResolver(one);
            resolver.setTimeout(patience);
            each.add(resolver);
        }
        var resolver = new ExtendedResolver(each);
        // Its own limit ends the repeats, not a question under way.
        resolver.setTimeout(patience.multipliedBy((long) TRIES * Math.max(1, each.size())));
        resolver.setRetries(TRIES);
        String names = String.join(", ", asked.stream().map(Dns::text).toList());
        return new Dns(resolver, names, server.isEmpty());
    }

    private static String text(InetSocketAddress server) {
        return server.getHostString() + ":" + server.getPort();
    }

    @Override
    public Answer ask(String name, Kind kind) throws IOException {
        Name question = Name.fromString(name, Name.root);
        Optional<InetAddress> listed = listed(question);
        if (listed.isPresent()) {
            boolean fits = type(listed.get()) == type(kind);
            List<DnsRecord> records =
                    fits ? List.of(new DnsRecord.Address(listed.get())) : List.of();
            return new Answer(records, TTL_OF_THE_SYSTEM_SECONDS);
        }
        return asked(question, kind);
    }

    private Optional<InetAddress> listed(Name name) throws IOException {
        Optional<InetAddress> four = hosts.getAddressForHost(name, Type.A);
        return four.isPresent() ? four : hosts.getAddressForHost(name, Type.AAAA);
    }

    /** Search domains, mDNS and the like; not where one name server is configured. */
    @Override
    public Answer askSystem(String name) {
        if (!isOfTheSystem) {
            return new Answer(List.of(), TTL_OF_THE_SYSTEM_SECONDS);
        }
        try {
            List<DnsRecord> found =
                    Stream.of(InetAddress.getAllByName(name))
                            .<DnsRecord>map(DnsRecord.Address::new)
                            .toList();
            return new Answer(found, TTL_OF_THE_SYSTEM_SECONDS);
        } catch (UnknownHostException nobody) {
            return new Answer(List.of(), TTL_OF_THE_SYSTEM_SECONDS);
        }
    }

    private Answer asked(Name question, Kind kind) throws IOException {
        Record record = Record.newRecord(question, type(kind), DClass.IN);
        Message reply;
        try {
            reply = resolver.send(Message.newQuery(record));
        } catch (IOException noAnswer) {
            throw new IOException("no answer from " + servers, noAnswer);
        }
        int code = reply.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new IOException(Rcode.string(code) + " from " + servers);
        }
        if (reply.getHeader().getFlag(Flags.TC)) {
            throw new IOException("a truncated answer from " + servers);
        }
        return read(question, type(kind), reply);
    }

    /** Follows aliases within the answer, as a recursive server sends them all. */
    private static Answer read(Name question, int type, Message reply) {
        var found = new ArrayList<DnsRecord>();
        long ttl = Long.MAX_VALUE;
        Name wanted = question;
        for (Record record : reply.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(wanted)) {
                wanted = alias.getTarget();
                ttl = Math.min(ttl, record.getTTL());
            } else if (record.getType() == type && record.getName().equals(wanted)) {
                found.add(read(record));
                ttl = Math.min(ttl, record.getTTL());
            }
        }
        return new Answer(found, found.isEmpty() ? negative(reply) : ttl);
    }

    /** RFC 2308 §5. */
    private static long negative(Message reply) {
        long seconds =
                reply.getSection(Section.AUTHORITY).stream()
                        .filter(SOARecord.class::isInstance)
                        .map(SOARecord.class::cast)
                        .mapToLong(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                        .findFirst()
                        .orElse(LONGEST_NEGATIVE_SECONDS);
        return Math.clamp(seconds, SHORTEST_NEGATIVE_SECONDS, LONGEST_NEGATIVE_SECONDS);
    }

    private static DnsRecord read(Record record) {
        return switch (record) {
            case NAPTRRecord naptr ->
                    new DnsRecord.Naptr(
                            naptr.getOrder(),
                            naptr.getPreference(),
                            naptr.getFlags(),
                            naptr.getService(),
                            text(naptr.getReplacement()));
            case SRVRecord srv ->
                    new DnsRecord.Srv(
                            srv.getPriority(),
                            srv.getWeight(),
                            srv.getPort(),
                            text(srv.getTarget()));
            case ARecord four -> new DnsRecord.Address(four.getAddress());
            case AAAARecord six -> new DnsRecord.Address(six.getAddress());
            default -> throw new IllegalStateException("nobody asked for " + record);
        };
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT).replaceFirst("^\\.$", "");
    }

    private static int type(Kind kind) {
        return switch (kind) {
            case NAPTR -> Type.NAPTR;
            case SRV -> Type.SRV;
            case A -> Type.A;
            case AAAA -> Type.AAAA;
        };
    }

    private static int type(InetAddress address) {
        return address instanceof Inet4Address ? Type.A : Type.AAAA;
    }
}
