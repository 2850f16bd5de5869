package org.offhook.server;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.offhook.agent.Agent;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.Dialler;
import org.offhook.agent.Dialler.Outcome;
import org.offhook.agent.Voice;
import org.offhook.media.PreparedAudio;
import org.offhook.server.cli.CallOrder;
import org.offhook.server.cli.PlaceCall;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.Forms;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.dial.Target;
import org.offhook.sip.SipStack;

/** Builds what the server is built of, places one call and closes in reverse. */
final class OneCall implements PlaceCall.Caller {
    private static final int BUSY_HERE = 486;

    @Override
    public Outcome call(ServerConfig config, CallOrder order)
            throws ConfigException, IOException, InterruptedException {
        ServerConfig.Agent caller =
                one(config.agents(), ServerConfig.Agent::name, order.agent(), "agent")
                        .orElseThrow();
        Optional<ServerConfig.Line> line =
                one(config.lines(), ServerConfig.Line::name, order.line(), "line");
        ProgramLog.keepIn(config.data());
        var outcome = new AtomicReference<Outcome>();
        Program.build(
                config,
                (roster, receptionist, media, ears, providers) -> {
                    Agent agent = roster.named(caller.name()).orElseThrow();
                    Optional<PreparedAudio> message =
                            order.message().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            prepare(
                                                    config,
                                                    caller,
                                                    providers.preparingVoices(caller),
                                                    order.message().get()));
                    var dialler = new Dialler(media, ears, receptionist);
                    var placed =
                            new Dialler.Order(
                                    order.uri(),
                                    local(config, order.uri()),
                                    order.onMachine(),
                                    message,
                                    order.ringTimeout());
                    outcome.set(place(config, line, dialler, agent, placed));
                });
        return outcome.get();
    }

    private static Outcome place(
            ServerConfig config,
            Optional<ServerConfig.Line> line,
            Dialler dialler,
            Agent agent,
            Dialler.Order order)
            throws IOException, InterruptedException {
        try (var _ = CallStop.within(config.shutdownLimit());
                SipStack sip =
                        SipStack.start(Parts.sip(config.sip()), call -> call.reject(BUSY_HERE))) {
            if (line.isEmpty()) {
                return dialler.place(agent, order, sip::dial);
            }
            try (var registered = sip.register(Parts.line(line.get()))) {
                return dialler.place(
                        agent,
                        order,
                        (uri, offer, listener) -> sip.dialFrom(registered, uri, offer, listener));
            }
        }
    }

    /** The one of this name; without a name the only one, if there is one. */
    private static <T> Optional<T> one(
            List<T> all, Function<T, String> name, String wanted, String what) throws IOException {
        if (wanted.isEmpty() && all.size() <= 1) {
            return all.stream().findFirst();
        }
        return Optional.of(
                all.stream()
                        .filter(one -> name.apply(one).equals(wanted))
                        .findFirst()
                        .orElseThrow(() ->
                                new IOException(
                                        "--"
                                                + what
                                                + " must be one of "
                                                + all.stream().map(name).toList())));
    }

    static InetAddress local(ServerConfig config, String uri) throws IOException {
        Optional<InetAddress> external = Forms.address(config.sip().externalAddress());
        return external.isPresent()
                ? external.get()
                : Target.parse(uri)
                        .orElseThrow(() -> new IOException(uri + " is no SIP URI"))
                        .localAddress();
    }

    static PreparedAudio prepare(
            ServerConfig config, ServerConfig.Agent agent, List<Voice> voices, String text)
            throws IOException, InterruptedException {
        var store =
                new AnswerAudio(
                        Banks.shippedAudio(agent.bank()), config.data().resolve("audio"), voices);
        return store.prepare(List.of(new AnswerAudio.Saying("message", text)), (_, _, _) -> {})
                .find("message", text)
                .orElseThrow(() ->
                        new IOException(
                                agent.name()
                                        + " has no voice for the message; install flite or"
                                        + " configure a voice"));
    }
}
