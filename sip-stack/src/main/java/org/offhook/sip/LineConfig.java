package org.offhook.sip;

import java.time.Duration;
import org.offhook.sip.machine.SipUri;

/**
 * An identity at a PBX.
 *
 * @param name what the log calls it
 * @param registrar {@code sip:host[:port][;transport=udp|tcp|tls]}
 * @param user user part of the address of record
 * @param authUser name for digest authentication; empty where it is {@code user}
 * @param expires how long a binding we ask for; the registrar decides
 * @param outboundProxy {@code sip:host[:port][;transport=udp|tcp|tls]} that all its requests go by;
 *     empty for none. Calls leave by the Service-Route that the registrar gives (RFC 3608), else by
 *     this
 * @param keepAlive how often an empty datagram (RFC 5626 §3.5.1) keeps the way through a NAT open
 *     to us, over UDP; zero for never
 * @param optionsEvery how often its server is asked by OPTIONS whether it is there; zero for never
 * @param registers false for a trunk that knows us by our address
 */
public record LineConfig(
        String name,
        String registrar,
        String user,
        String authUser,
        String password,
        Duration expires,
        String outboundProxy,
        Duration keepAlive,
        Duration optionsEvery,
        boolean registers) {
    /** Shorter than any NAT forgets (RFC 4787 §4.3 has two minutes; many have thirty seconds). */
    public static final Duration USUAL_KEEP_ALIVE = Duration.ofSeconds(25);

    public LineConfig {
        if (keepAlive.isNegative()) {
            throw new IllegalArgumentException("line " + name + ": keep-alive is negative");
        }
        if (optionsEvery.isNegative()) {
            throw new IllegalArgumentException("line " + name + ": options-every is negative");
        }
        SipUri.parse(registrar);
        if (!outboundProxy.isEmpty()) {
            SipUri.parse(outboundProxy);
        }
        if (!user.matches("[A-Za-z0-9._~!*'()&=+$,;?/%-]+")) {
            throw new IllegalArgumentException(
                    "line " + name + ": user must be the user part of a SIP URI: " + user);
        }
        if (expires.toSeconds() < 1 || expires.toSeconds() > 86_400) {
            throw new IllegalArgumentException(
                    "line " + name + ": expires must be 1 s to 1 day: " + expires);
        }
        authUser = authUser.isEmpty() ? user : authUser;
    }

    /** Without a proxy. */
    public LineConfig(
            String name,
            String registrar,
            String user,
            String authUser,
            String password,
            Duration expires) {
        this(name, registrar, user, authUser, password, expires, "", USUAL_KEEP_ALIVE);
    }

    /** Registers, and asks nothing by OPTIONS. */
    public LineConfig(
            String name,
            String registrar,
            String user,
            String authUser,
            String password,
            Duration expires,
            String outboundProxy,
            Duration keepAlive) {
        this(
                name,
                registrar,
                user,
                authUser,
                password,
                expires,
                outboundProxy,
                keepAlive,
                Duration.ZERO,
                true);
    }

    public LineConfig withOutboundProxy(String uri) {
        return new LineConfig(
                name,
                registrar,
                user,
                authUser,
                password,
                expires,
                uri,
                keepAlive,
                optionsEvery,
                registers);
    }

    public LineConfig withKeepAlive(Duration every) {
        return new LineConfig(
                name,
                registrar,
                user,
                authUser,
                password,
                expires,
                outboundProxy,
                every,
                optionsEvery,
                registers);
    }

    public LineConfig withOptionsEvery(Duration every) {
        return new LineConfig(
                name,
                registrar,
                user,
                authUser,
                password,
                expires,
                outboundProxy,
                keepAlive,
                every,
                registers);
    }

    public LineConfig withoutRegistration() {
        return new LineConfig(
                name,
                registrar,
                user,
                authUser,
                password,
                expires,
                outboundProxy,
                keepAlive,
                optionsEvery,
                false);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LineConfig[" + name + ": " + user + " at " + registrar + "]";
    }
}
