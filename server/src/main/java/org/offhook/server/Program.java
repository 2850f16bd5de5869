package org.offhook.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Dialler;
import org.offhook.agent.Ears;
import org.offhook.agent.Mailbox;
import org.offhook.agent.Receptionist;
import org.offhook.agent.TurnLog;
import org.offhook.agent.local.ConsoleProgress;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.local.Moonshine;
import org.offhook.media.MediaServer;
import org.offhook.server.answers.ApiServer;
import org.offhook.server.calls.CallsApi;
import org.offhook.server.cli.Serve;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import org.offhook.sip.Line;
import org.offhook.sip.SipStack;

/**
 * Builds everything, takes calls until told to stop, and closes in reverse. Runs on the main
 * thread.
 */
final class Program implements Serve.Server {
    private static final Logger log = LogManager.getLogger(Program.class);

    /** Tool servers that take longer are announced as missing; calls are taken meanwhile. */
    private static final Duration LONGEST_TOOL_WAIT = Duration.ofSeconds(5);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public void serve(ServerConfig config)
            throws ConfigException, IOException, InterruptedException {
        ProgramLog.keepIn(config.data());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try {
            build(
                    config,
                    (roster, receptionist, media, ears, providers) ->
                            takeCalls(
                                    config,
                                    roster,
                                    receptionist,
                                    new Dialler(media, ears, receptionist),
                                    providers));
        } finally {
            stopped.countDown();
        }
    }

    /** What is done with everything once it is built. */
    @FunctionalInterface
    interface Use {
        void with(
                Roster roster,
                Receptionist receptionist,
                MediaServer media,
                Ears ears,
                Providers providers)
                throws ConfigException, IOException, InterruptedException;
    }

    /** Builds all that answers calls, has it used, and closes in reverse. */
    static void build(ServerConfig config, Use use)
            throws ConfigException, IOException, InterruptedException {
        var start = new StartLog();
        start.done("Java");
        ModelFiles files = start.timed("files", () -> fetchModels(config));
        Moonshine.Size size = Moonshine.Size.valueOf(config.recogniser().name());
        try (var models = start.timed("models", () -> LocalModels.load(files, size));
                var shelf =
                        start.timed("store", () -> AnswerShelf.open(config, models.embedder()));
                var providers = new Providers(config, files);
                var mailbox = Mailbox.open(config.data().resolve("messages"));
                var turns = TurnLog.open(config.data().resolve("turns.jsonl"));
                var media = MediaServer.start(Parts.media(config.media()))) {
            start.done("media");
            Roster roster = Roster.build(config, shelf, models.recogniser(), providers, mailbox);
            start.done("agents");
            providers.check();
            providers.checkTools(LONGEST_TOOL_WAIT);
            start.done("providers");
            log.info("built      in {}", start);
            var receptionist = new Receptionist(media, models.ears(), turns, roster::at);
            use.with(roster, receptionist, media, models.ears(), providers);
        }
    }

    /** Fetches the model files that are not there yet. */
    static ModelFiles fetchModels(ServerConfig config) throws IOException, InterruptedException {
        ModelFiles files = ModelFiles.in(config.models());
        files.fetch(ConsoleProgress.onStandardError());
        return files;
    }

    /** The one shutdown hook: asks {@link #serve} to end and waits until it has. */
    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        LogManager.shutdown();
    }

    private void takeCalls(
            ServerConfig config,
            Roster roster,
            Receptionist receptionist,
            Dialler dialler,
            Providers providers)
            throws IOException, InterruptedException {
        try (SipStack sip = startSip(config, receptionist)) {
            sip.answersFor(user -> roster.at(user).isPresent());
            var lines = new LinkedHashMap<String, Line>();
            for (ServerConfig.Line line : config.lines()) {
                lines.put(line.name(), sip.register(Parts.line(line)));
            }
            var degraded = new ArrayList<>(roster.degraded());
            degraded.addAll(providers.missingTools());
            var phone = new CallDesk.Phone(sip, lines);
            try (var desk = new CallDesk(config, roster, dialler, providers, phone)) {
                Optional<ApiServer> http = roster.shelf().serve(config, new CallsApi(desk)::handle);
                http.ifPresent(api -> log.info("answers    http:/{}/answers", api.address()));
                try {
                    announce(config, sip.listening(), degraded);
                    stop.await();
                } finally {
                    http.ifPresent(ApiServer::close);
                }
                drain(config.shutdownLimit(), sip, receptionist, List.copyOf(lines.values()));
            }
        }
    }

    private static SipStack startSip(ServerConfig config, Receptionist receptionist)
            throws IOException {
        try {
            return SipStack.start(Parts.sip(config.sip()), receptionist::onInvite);
        } catch (IOException failed) {
            String why = failed.getMessage();
            boolean isTaken = why.startsWith("cannot listen");
            String hint = "; choose another with --listen ADDRESS:PORT, or sip.listen";
            throw new IOException(isTaken ? why + hint : why, failed);
        }
    }

    /** Calls may finish; new ones go elsewhere at once. */
    private static void drain(
            Duration limit, SipStack sip, Receptionist receptionist, List<Line> lines)
            throws InterruptedException {
        sip.refuseNewCalls();
        lines.forEach(Line::close);
        long endNanos = System.nanoTime() + limit.toNanos();
        if (receptionist.calls() > 0) {
            log.info(
                    "stopping: waiting up to {} s for {} calls",
                    limit.toSeconds(),
                    receptionist.calls());
        }
        while (receptionist.calls() > 0 && endNanos - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        if (receptionist.calls() > 0) {
            log.warn("stopping: {} calls are ended by BYE", receptionist.calls());
        }
    }

    private static void announce(
            ServerConfig config, InetSocketAddress listening, List<String> degraded) {
        String address = listening.getAddress().getHostAddress();
        String callable = listening.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address;
        log.info(
                "listening  {}:{} over {}",
                address,
                listening.getPort(),
                config.sip().transports());
        for (ServerConfig.Agent agent : config.agents()) {
            log.info(
                    "agent      {} answers {}, {}",
                    agent.name(),
                    agent.numbers().contains("*")
                            ? "any number"
                            : String.join(", ", agent.numbers()),
                    asks(agent));
        }
        config.lines()
                .forEach(line -> log.info("line       {} at {}", line.name(), line.registrar()));
        log.info(
                "call it    ./offhook dial sip:demo@{}:{} --say \"When are you open?\"",
                callable,
                listening.getPort());
        degraded.forEach(what -> log.warn("degraded   {}", what));
        log.info(
                "ready      in {} ms; data in {}", StartLog.sinceStart().toMillis(), config.data());
    }

    private static String asks(ServerConfig.Agent agent) {
        return Stream.of(agent.realtime().models(), agent.services().languageModels())
                .flatMap(List::stream)
                .findFirst()
                .map(name -> "asks " + name + " what it does not know")
                .orElse("knows only its prepared answers");
    }
}
