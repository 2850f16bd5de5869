package org.offhook.sip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where we listen and how many calls we take.
 *
 * @param listen one address for all transports, and the port of UDP and TCP; 0 takes any free one
 * @param externalAddress address that peers reach us at where it is not the one we listen on (NAT);
 *     empty for none
 * @param maxCalls more are refused with 503 and Retry-After
 * @param retryAfter what that Retry-After says, whole seconds
 * @param userAgent for the User-Agent and Server headers
 * @param callers who may call; registrars of lines always may
 * @param nameServer the one that is asked where names lead; empty for those of the system
 * @param tls empty where TLS is none of the transports
 */
public record SipConfig(
        InetSocketAddress listen,
        Set<Transport> transports,
        String externalAddress,
        int maxCalls,
        Duration retryAfter,
        String userAgent,
        Callers callers,
        Optional<InetSocketAddress> nameServer,
        Optional<TlsConfig> tls) {
    public SipConfig {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException("sip.listen has no such address: " + listen);
        }
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("sip.transports must name at least one");
        }
        if (transports.contains(Transport.TLS) != tls.isPresent()) {
            throw new IllegalArgumentException(
                    "sip.transports names TLS where there is sip.tls, and only there");
        }
        if (maxCalls < 1) {
            throw new IllegalArgumentException("sip.max-calls must be at least 1: " + maxCalls);
        }
        if (retryAfter.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "sip.retry-after must be at least 1 s: " + retryAfter);
        }
        transports = Set.copyOf(transports);
    }

    /** Everyone may call. */
    public SipConfig(
            InetSocketAddress listen,
            Set<Transport> transports,
            String externalAddress,
            int maxCalls,
            Duration retryAfter,
            String userAgent) {
        this(
                listen,
                transports,
                externalAddress,
                maxCalls,
                retryAfter,
                userAgent,
                Callers.anyone(),
                Optional.empty(),
                Optional.empty());
    }

    public SipConfig withCallers(Callers some) {
        return new SipConfig(
                listen,
                transports,
                externalAddress,
                maxCalls,
                retryAfter,
                userAgent,
                some,
                nameServer,
                tls);
    }

    public SipConfig withNameServer(InetSocketAddress server) {
        return new SipConfig(
                listen,
                transports,
                externalAddress,
                maxCalls,
                retryAfter,
                userAgent,
                callers,
                Optional.of(server),
                tls);
    }

    /** As well as what there is. */
    public SipConfig withTls(TlsConfig some) {
        Set<Transport> more = EnumSet.copyOf(transports);
        more.add(Transport.TLS);
        return new SipConfig(
                listen,
                more,
                externalAddress,
                maxCalls,
                retryAfter,
                userAgent,
                callers,
                nameServer,
                Optional.of(some));
    }

    /** Every address of this machine, port 5060, UDP and TCP, 200 calls. */
    public static SipConfig defaults() {
        return new SipConfig(
                new InetSocketAddress("0.0.0.0", 5060),
                Set.of(Transport.UDP, Transport.TCP),
                "",
                200,
                Duration.ofSeconds(5),
                "Offhook");
    }
}
