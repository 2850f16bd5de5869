package org.offhook.sip.jain;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParserFactory;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ViaHeader;
import org.offhook.sip.SipConfig;
import org.offhook.sip.Transport;
import org.offhook.sip.locate.Hop;
import org.offhook.sip.locate.Reach;
import org.offhook.sip.locate.Target;

/** Makes and reads messages; knows our address and name. Stateless, so any thread may use it. */
final class Messages {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY, PRACK";

    /** Required extensions that we meet. */
    private static final Set<String> UNDERSTOOD = Set.of("timer", "100rel", "replaces");

    private final AddressFactoryImpl addresses = new AddressFactoryImpl();
    private final HeaderFactoryImpl headers = new HeaderFactoryImpl();
    private final MessageFactoryImpl messages = new MessageFactoryImpl();
    private final SecureRandom random = new SecureRandom();
    private final SipConfig config;
    private final LocalAddress local;

    /** Parsed once and shared by all messages: they are only ever written out. */
    private final SIPHeader userAgent;

    private final SIPHeader server;
    private final List<SIPHeader> abilities;

    Messages(SipConfig config, LocalAddress local) {
        this.config = config;
        this.local = local;
        this.userAgent = parsed("User-Agent", config.userAgent());
        this.server = parsed("Server", config.userAgent());
        this.abilities =
                List.of(
                        parsed("Allow", ALLOW),
                        parsed("Accept", "application/sdp"),
                        parsed("Supported", "timer, replaces, 100rel"));
    }

    private static SIPHeader parsed(String name, String value) {
        try {
            return ParserFactory.createParser(name + ": " + value + "\n").parse();
        } catch (ParseException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }

    /**
     * Where one request starts from and who it is between.
     *
     * @param from with tag
     * @param host ours, for Via
     */
    record Between(String callId, Address from, String fromTag, Address to, String host) {}

    SIPRequest request(SipURI uri, String method, long cseq, Between who) {
        try {
            Transport transport = transport(uri);
            ViaHeader via =
                    headers.createViaHeader(
                            who.host(), local.port(transport), transport.token(), null);
            via.setRPort();
            return request(uri, method, cseq, who, via);
        } catch (ParseException | InvalidArgumentException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }

    private SIPRequest request(SipURI uri, String method, long cseq, Between who, ViaHeader via)
            throws ParseException, InvalidArgumentException {
        var request =
                (SIPRequest)
                        messages.createRequest(
                                uri,
                                method,
                                headers.createCallIdHeader(who.callId()),
                                headers.createCSeqHeader(cseq, method),
                                headers.createFromHeader(who.from(), who.fromTag()),
                                headers.createToHeader(who.to(), null),
                                new ArrayList<>(List.of(via)),
                                headers.createMaxForwardsHeader(70));
        request.setHeader(userAgent);
        return request;
    }

    /**
     * For a request without a transaction: JAIN-SIP would make a branch of its addresses, which is
     * none (RFC 3261 §8.1.1.7), and with IPv6 no token either.
     */
    void addBranch(SIPRequest request) {
        try {
            request.getTopmostVia().setBranch("z9hG4bK" + token());
        } catch (ParseException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }

    /** A response with our tag in To, where the request had none there. */
    SIPResponse response(SIPRequest request, int status, String tag) {
        SIPResponse response = request.createResponse(status);
        if (status > 100 && response.getToTag() == null) {
            response.setToTag(tag);
        }
        response.setHeader(server);
        return response;
    }

    /** Allow, Accept and Supported: what OPTIONS asks for (RFC 3261 §11.2). */
    void addAbilities(SIPMessage message) {
        abilities.forEach(message::setHeader);
    }

    /** Parses and adds one header of our own making. */
    static void add(SIPMessage message, String name, String value) {
        message.addHeader(name + ": " + value);
    }

    void addRetryAfter(SIPMessage message, long seconds) {
        add(message, "Retry-After", Long.toString(seconds));
    }

    long retryAfterSeconds() {
        return config.retryAfter().toSeconds();
    }

    void addSdp(SIPMessage message, byte[] sdp) {
        if (sdp.length > 0) {
            addBody(message, "sdp", sdp);
        }
    }

    void addDigit(SIPMessage info, byte[] body) {
        addBody(info, "dtmf-relay", body);
    }

    private void addBody(SIPMessage message, String subType, byte[] body) {
        try {
            message.setContent(body, headers.createContentTypeHeader("application", subType));
        } catch (ParseException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }

    /** Ours, for requests of the peer to reach us by. */
    SipURI contact(String user, String host, Transport transport) {
        try {
            SipURI uri = addresses.createSipURI(user.isEmpty() ? null : user, host);
            uri.setPort(local.port(transport));
            if (transport != Transport.UDP) {
                uri.setTransportParam(transport.token());
            }
            return uri;
        } catch (ParseException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }

    void addContact(SIPMessage message, SipURI contact) {
        message.setHeader(headers.createContactHeader(addresses.createAddress(contact)));
    }

    /** Throws ParseException for what is no SIP URI. */
    SipURI sipUri(String text) throws ParseException {
        if (addresses.createURI(text) instanceof SipURI uri) {
            return uri;
        }
        throw new ParseException("not a SIP URI: " + text, 0);
    }

    /**
     * A target given by the application. Throws IllegalArgumentException for what is no SIP URI.
     */
    SipURI requireTarget(String text) {
        try {
            if (text.matches("[\\p{Graph}&&[^<>\"]]+")) {
                return sipUri(text);
            }
        } catch (ParseException notOne) {
            throw new IllegalArgumentException("not a SIP URI: " + text, notOne);
        }
        throw new IllegalArgumentException("not a SIP URI: " + text);
    }

    Address address(SipURI uri) {
        return addresses.createAddress(uri);
    }

    SIPHeader route(Address address) {
        return (SIPHeader) headers.createRouteHeader(address);
    }

    /** Preloads a route; the request then travels over the transport of its first hop. */
    void addRoutes(SIPRequest request, List<Address> routes, SipURI target) {
        routes.forEach(address -> request.addHeader(route(address)));
        travelsOver(request, transport(nextHop(routes, target)));
    }

    /** Its Via says so. */
    void travelsOver(SIPRequest request, Transport transport) {
        try {
            request.getTopmostVia().setTransport(transport.token());
            request.getTopmostVia().setPort(local.port(transport));
        } catch (ParseException | InvalidArgumentException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }

    /** Where a request with these routes goes first. */
    static SipURI nextHop(List<Address> routes, SipURI target) {
        return !routes.isEmpty() && routes.getFirst().getURI() instanceof SipURI route
                ? route
                : target;
    }

    /** The same of a request that has its routes; empty where that is no SIP URI. */
    static Optional<SipURI> nextHop(SIPRequest request) {
        RouteList routes = request.getRouteHeaders();
        URI uri =
                routes != null && routes.getFirst() instanceof Route first
                        ? first.getAddress().getURI()
                        : request.getRequestURI();
        return uri instanceof SipURI sip ? Optional.of(sip) : Optional.empty();
    }

    /** What has to be looked up for a URI: its transport only where it says one. */
    Target target(SipURI uri) {
        boolean says = uri.isSecure() || uri.getTransportParam() != null;
        String host = Optional.ofNullable(uri.getMAddrParam()).orElse(uri.getHost());
        Optional<Transport> said = says ? Optional.of(transport(uri)) : Optional.empty();
        return new Target(host, uri.getPort(), said);
    }

    /** The addresses in a header such as Service-Route; those that do not parse are left out. */
    List<Address> listedAddresses(SIPMessage message, String name) {
        List<Address> found = new ArrayList<>();
        for (String value : values(message, name)) {
            try {
                found.add(addresses.createAddress(value));
            } catch (ParseException notOne) {
                return List.of(); // half a route leads nowhere
            }
        }
        return List.copyOf(found);
    }

    /**
     * What a request to this URI travels over: one that we speak, but nothing less than TLS where
     * that is asked for.
     */
    Transport transport(SipURI uri) {
        String token = Optional.ofNullable(uri.getTransportParam()).orElse("udp");
        Transport asked =
                uri.isSecure() ? Transport.TLS : Transport.named(token).orElse(Transport.UDP);
        boolean asItSays = asked == Transport.TLS || config.transports().contains(asked);
        return asItSays ? asked : Collections.min(config.transports());
    }

    /** True where we know which address we are reached at, and need not learn it. */
    boolean isToldItsAddress() {
        return local.external().isPresent();
    }

    Reach reach() {
        return local.reach(config.transports());
    }

    InetAddress localToward(InetAddress peer) {
        return local.toward(peer);
    }

    /** Where a response came from. */
    static Hop source(SIPResponse response) {
        String via = response.getTopmostVia().getTransport();
        InetAddress address = response.getPeerPacketSourceAddress();
        return new Hop(
                address,
                response.getPeerPacketSourcePort(),
                Transport.named(via).orElse(Transport.UDP),
                address.getHostAddress());
    }

    /** 64 random bits, for tags and Call-IDs. */
    String token() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    int randomBelow(int bound) {
        return random.nextInt(bound);
    }

    /** A header's value as text, several lines of it joined by commas; empty where absent. */
    static String value(SIPMessage message, String name) {
        List<String> values = values(message, name);
        return String.join(",", values);
    }

    static List<String> values(SIPMessage message, String name) {
        List<String> found = new ArrayList<>();
        Iterator<SIPHeader> each = message.getHeaders(name);
        while (each.hasNext()) {
            found.add(each.next().getHeaderValue().strip());
        }
        return found;
    }

    /** The SIP URIs in its Contact, in order. */
    static List<SipURI> contacts(SIPMessage message) {
        List<SipURI> found = new ArrayList<>();
        Iterator<SIPHeader> each = message.getHeaders("Contact");
        while (each.hasNext()) {
            if (each.next() instanceof Contact contact
                    && !contact.isWildCard()
                    && contact.getAddress().getURI() instanceof SipURI uri) {
                found.add(uri);
            }
        }
        return found;
    }

    /** Seconds in a header such as Expires; -1 where absent or not a number. */
    static int seconds(SIPMessage message, String name) {
        String digits = value(message, name).split("[;(, ]")[0];
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }

    /** Option tags or methods listed in a header, lower case. */
    static Set<String> listed(SIPMessage message, String name) {
        Set<String> found = new TreeSet<>();
        for (String tag : value(message, name).toLowerCase(Locale.ROOT).split(",")) {
            if (!tag.isBlank()) {
                found.add(tag.strip());
            }
        }
        return found;
    }

    /** Extensions that the request requires and we do not have (RFC 3261 §8.2.2.3). */
    static Set<String> unsupported(SIPRequest request) {
        Set<String> required = listed(request, "Require");
        required.removeAll(UNDERSTOOD);
        return required;
    }
}
