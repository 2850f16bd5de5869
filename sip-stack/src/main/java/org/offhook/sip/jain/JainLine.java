package org.offhook.sip.jain;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sip.ClientTransaction;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Line;
import org.offhook.sip.LineConfig;
import org.offhook.sip.LineState;
import org.offhook.sip.locate.Hop;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.Registration;
import org.offhook.sip.machine.SipUri;

/** Does what one {@link Registration} asks for. Owned by the {@code sip} thread. */
final class JainLine implements Line, Registration.Effects {
    private static final Logger LOG = LogManager.getLogger(JainLine.class);

    private final Core core;
    private final LineConfig config;
    private final SipURI registrar;
    private final SipURI self;
    private final Credentials credentials;
    private final Registration registration;
    private final String callId;
    private final String tag;
    private final Runnable gone;
    private final List<Address> proxy;
    private Optional<SipThread.Wake> wake = Optional.empty();
    private Set<InetAddress> trusted = Set.of();

    /** The server that answered last: a binding, and a challenge, is that one's. */
    private Optional<Hop> home = Optional.empty();

    private volatile Optional<SeenAs> seenAs = Optional.empty();

    /** Where the registrar believes us to be, and is wrong. */
    private Optional<String> former = Optional.empty();

    private Optional<SipThread.Wake> keepAlive = Optional.empty();
    private final Heartbeat heartbeat;
    private volatile List<Address> routes;
    private volatile LineState state = new LineState.Registering();

    /**
     * @param gone runs once, when the line is closed for good
     */
    JainLine(Core core, LineConfig config, Runnable gone) {
        this.core = core;
        this.config = config;
        this.gone = gone;
        SipUri uri = SipUri.parse(config.registrar());
        try {
            this.registrar = core.messages().sipUri(uri.withoutUser());
            this.self = core.messages().sipUri(uri.addressOfRecord(config.user()));
            this.proxy = proxy(config.outboundProxy());
            this.routes = proxy;
        } catch (ParseException notOne) {
            throw new IllegalArgumentException("line " + config.name(), notOne);
        }
        this.credentials = new Credentials(config.authUser(), config.password());
        this.registration =
                new Registration(
                        registrar.toString(), credentials, config.expires(), new SecureRandom());
        this.callId = core.messages().token() + core.messages().token();
        this.tag = core.messages().token();
        this.heartbeat =
                new Heartbeat(
                        core,
                        config.name(),
                        config.optionsEvery(),
                        Messages.nextHop(proxy, registrar),
                        way -> Ping.options(core.messages(), this, proxy, way));
    }

    private List<Address> proxy(String uri) throws ParseException {
        if (uri.isEmpty()) {
            return List.of();
        }
        SipURI hop = core.messages().sipUri(SipUri.parse(uri).withoutUser());
        hop.setLrParam();
        return List.of(core.messages().address(hop));
    }

    void start() {
        if (config.registers()) {
            registration.start(this);
        } else {
            LOG.info("line {}: a trunk to {}", name(), config.registrar());
            state = new LineState.Unregistered();
            beat();
        }
    }

    private void beat() {
        if (config.optionsEvery().isPositive()) {
            heartbeat.start();
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public LineState state() {
        LineState now = state;
        Optional<String> away = heartbeat.isAway();
        return switch (now) {
            case LineState.Registered _, LineState.Unregistered() ->
                    away.<LineState>map(LineState.Away::new).orElse(now);
            case LineState.Registering(), LineState.Failed _, LineState.Closed() -> now;
            case LineState.Away _ -> throw new IllegalStateException("away is told by OPTIONS");
        };
    }

    @Override
    public void close() {
        core.thread().submitOrWait(() -> registration.close(System.nanoTime(), this));
    }

    String user() {
        return config.user();
    }

    Credentials credentials() {
        return credentials;
    }

    /** What our calls take on their way; any thread. */
    List<Address> routes() {
        return routes;
    }

    /** Where it registers. */
    SipURI registrar() {
        return registrar;
    }

    /** Where its registrar sees us, where that is elsewhere than we are; any thread. */
    Optional<SeenAs> seenAs() {
        return seenAs;
    }

    /** The same for a call that comes from there; on the {@code sip} thread. */
    Optional<SeenAs> seenAsBy(InetAddress caller) {
        return trusted.contains(caller) ? seenAs : Optional.empty();
    }

    /** Our address of record. */
    SipURI self() {
        return self;
    }

    @Override
    public void send(Registration.Ask ask) {
        try {
            SipURI target = core.messages().sipUri(ask.uri());
            core.outbound()
                    .open(
                            Messages.nextHop(proxy, target),
                            home,
                            way -> register(ask, target, way),
                            new Asked(ask.number()));
        } catch (ParseException notOne) {
            throw new IllegalStateException(notOne); // it was one when it came
        }
    }

    private SIPRequest register(Registration.Ask ask, SipURI target, Outbound.Way way) {
        Messages messages = core.messages();
        String host = LocalAddress.text(way.local());
        Address address = messages.address(self);
        SIPRequest register =
                messages.request(
                        (SipURI) target.clone(),
                        "REGISTER",
                        ask.number(),
                        new Messages.Between(callId, address, tag, address, host));
        SipURI contact = contact(way);
        messages.addRoutes(register, proxy, target);
        messages.addContact(register, contact);
        former.ifPresent(old -> Messages.add(register, "Contact", "<" + old + ">;expires=0"));
        former = Optional.empty();
        Messages.add(register, "Supported", "path");
        Messages.add(register, "Expires", Integer.toString(ask.expiresSeconds()));
        Messages.add(register, "Allow", Messages.ALLOW);
        ask.proof().forEach(header -> Messages.add(register, header.name(), header.value()));
        return register;
    }

    /** Where what we send that way is answered. */
    SipURI contact(Outbound.Way way) {
        String host = LocalAddress.text(way.local());
        SipURI contact = core.messages().contact(config.user(), host, way.transport());
        seenAs.ifPresent(seen -> seen.write(contact));
        return contact;
    }

    private final class Asked implements Exchange {
        private final int number;

        Asked(int number) {
            this.number = number;
        }

        @Override
        public void onResponse(ClientTransaction transaction, SIPResponse response) {
            if (response.getStatusCode() >= 200) {
                SIPRequest sent = (SIPRequest) transaction.getRequest();
                Registration.Answer answer = answer(sent, response);
                home = Optional.ofNullable((Hop) sent.getApplicationData());
                boolean accepted = response.getStatusCode() / 100 == 2;
                if (accepted) {
                    accepted(response);
                }
                boolean moved = learn(sent, response, accepted);
                registration.onAnswer(number, answer, System.nanoTime(), JainLine.this);
                if (moved && accepted) {
                    registration.onMoved(JainLine.this);
                }
            }
        }

        @Override
        public void onNoResponse(String why) {
            registration.onNoAnswer(number, why, System.nanoTime(), JainLine.this);
        }
    }

    /** True where the registrar sees us elsewhere than our Contact said. */
    private boolean learn(SIPRequest sent, SIPResponse response, boolean accepted) {
        Optional<SeenAs> seen = SeenAs.in(response);
        SipURI told = Messages.contacts(sent).getFirst();
        boolean moved =
                !core.messages().isToldItsAddress()
                        && seen.isPresent()
                        && !seen.get().equals(new SeenAs(told.getHost(), told.getPort()));
        if (moved) {
            LOG.info("line {}: seen as {}:{}", name(), seen.get().host(), seen.get().port());
            seenAs = seen;
            former = accepted ? Optional.of(told.toString()) : former;
        }
        return moved;
    }

    private void keepAlive(InetAddress peer, int port) {
        keepAlive.ifPresent(SipThread.Wake::cancel);
        long millis = config.keepAlive().toMillis();
        if (millis > 0) {
            Runnable again =
                    () -> {
                        core.outbound().keepAlive(peer, port);
                        keepAlive(peer, port);
                    };
            keepAlive = Optional.of(core.thread().wakeAfterMillis(millis, again));
        }
    }

    private void accepted(SIPResponse response) {
        List<Address> service = core.messages().listedAddresses(response, "Service-Route");
        routes = service.isEmpty() ? proxy : service;
        Optional<InetAddress> source = Optional.ofNullable(response.getPeerPacketSourceAddress());
        if (source.isPresent() && response.getTopmostVia().getTransport().equalsIgnoreCase("udp")) {
            keepAlive(source.get(), response.getPeerPacketSourcePort());
        }
        trust(source);
    }

    /** Calls may come from any server of the domain. */
    private void trust(Optional<InetAddress> source) {
        var servers = new HashSet<>(core.outbound().known(Messages.nextHop(proxy, registrar)));
        source.ifPresent(servers::add);
        servers.forEach(core.door()::trust);
        trusted.forEach(core.door()::distrust);
        trusted = servers;
    }

    private static Registration.Answer answer(SIPRequest sent, SIPResponse response) {
        return new Registration.Answer(
                new Registration.Status(
                        response.getStatusCode(), response.getReasonPhrase(), elsewhere(response)),
                new Registration.Challenges(
                        Messages.values(response, "WWW-Authenticate"),
                        Messages.values(response, "Proxy-Authenticate")),
                bindings(sent).stream().findFirst().orElseThrow().address(),
                bindings(response),
                new Registration.Times(
                        Messages.seconds(response, "Expires"),
                        Messages.seconds(response, "Min-Expires"),
                        Messages.seconds(response, "Retry-After")));
    }

    private static List<String> elsewhere(SIPResponse response) {
        return response.getStatusCode() / 100 == 3
                ? Messages.contacts(response).stream().map(SipURI::toString).toList()
                : List.of();
    }

    private static List<Registration.Binding> bindings(
            gov.nist.javax.sip.message.SIPMessage message) {
        List<Registration.Binding> found = new ArrayList<>();
        Iterator<SIPHeader> each = message.getHeaders("Contact");
        while (each.hasNext()) {
            if (each.next() instanceof Contact contact
                    && !contact.isWildCard()
                    && contact.getAddress().getURI() instanceof SipURI uri) {
                found.add(new Registration.Binding(address(uri), contact.getExpires()));
            }
        }
        return found;
    }

    private static String address(SipURI uri) {
        int port = uri.getPort() < 0 ? 5060 : uri.getPort();
        return uri.getUser() + "@" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    @Override
    public void wakeAt(long nanos) {
        wake.ifPresent(SipThread.Wake::cancel);
        long millis = Math.max(0, (nanos - System.nanoTime()) / 1_000_000);
        wake = Optional.of(core.thread().wakeAfterMillis(millis, () -> registration.onWake(this)));
    }

    @Override
    public void registering() {
        LOG.info("line {}: registering {} at {}", name(), config.user(), config.registrar());
    }

    @Override
    public void registered(Duration lifetime) {
        if (!(state instanceof LineState.Registered)) {
            LOG.info("line {}: registered for {} s", name(), lifetime.toSeconds());
        }
        state = new LineState.Registered(Instant.now().plus(lifetime));
        beat();
    }

    @Override
    public void failed(String why) {
        core.counters().registerFailures.increment();
        if (!state.equals(new LineState.Failed(why))) {
            LOG.warn("line {}: not registered: {}", name(), why);
        }
        state = new LineState.Failed(why);
    }

    @Override
    public void closed() {
        wake.ifPresent(SipThread.Wake::cancel);
        keepAlive.ifPresent(SipThread.Wake::cancel);
        heartbeat.stop();
        trusted.forEach(core.door()::distrust);
        state = new LineState.Closed();
        LOG.info("line {}: closed", name());
        gone.run();
    }
}
