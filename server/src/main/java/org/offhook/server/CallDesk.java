package org.offhook.server;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Agent;
import org.offhook.agent.Dialler;
import org.offhook.agent.TransferTargets;
import org.offhook.media.PreparedAudio;
import org.offhook.server.calls.CallBook;
import org.offhook.server.calls.CallRecord;
import org.offhook.server.calls.CallWatch;
import org.offhook.server.calls.CallWish;
import org.offhook.server.calls.CallWishReader;
import org.offhook.server.calls.CallsApi;
import org.offhook.server.calls.WishException;
import org.offhook.server.config.ServerConfig;
import org.offhook.sip.Call;
import org.offhook.sip.Line;
import org.offhook.sip.SipStack;

/**
 * Places the calls that are asked for over HTTP, each on a virtual thread of its own. Any thread;
 * closed when all calls may be ended.
 */
final class CallDesk implements CallsApi.Calls, AutoCloseable {
    private static final Logger log = LogManager.getLogger(CallDesk.class);
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    /** For BYE and its answer. */
    private static final int GOODBYE_SECONDS = 6;

    private final ServerConfig config;
    private final Roster roster;
    private final Dialler dialler;
    private final Providers providers;
    private final Phone phone;
    private final CallBook book;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("placed-", 0).factory());

    /**
     * What calls leave by.
     *
     * @param lines by name
     */
    record Phone(SipStack sip, Map<String, Line> lines) {}

    CallDesk(
            ServerConfig config, Roster roster, Dialler dialler, Providers providers, Phone phone) {
        this.config = config;
        this.roster = roster;
        this.dialler = dialler;
        this.providers = providers;
        this.phone = phone;
        this.book = new CallBook(config.calls());
    }

    @Override
    public CallWishReader.Usual usual() {
        return new CallWishReader.Usual(
                config.agents().stream().map(ServerConfig.Agent::name).toList(),
                config.lines().stream().map(ServerConfig.Line::name).toList());
    }

    @Override
    public CallRecord place(CallWish wish) throws WishException {
        List<String> allowed = config.calls().to();
        if (!allowed.isEmpty()
                && allowed.stream().noneMatch(one -> TransferTargets.matches(one, wish.to()))) {
            log.warn("call to {} refused, it is not in calls.to", wish.to());
            throw new WishException(FORBIDDEN, wish.to() + " is not in calls.to");
        }
        Agent agent = roster.named(wish.agent()).orElseThrow();
        if (agent.lines().availablePermits() == 0) {
            throw new WishException(
                    UNAVAILABLE, "agent " + wish.agent() + " has as many calls as it takes");
        }
        return switch (book.beginOrRefuse(wish, Instant.now())) {
            case CallBook.Entry.Begun(CallRecord call) -> {
                threads.execute(() -> hold(call, wish, knowing(agent, wish.variables())));
                yield call;
            }
            case CallBook.Entry.Refused(int status, String reason) -> {
                log.warn("call to {} refused: {}", wish.to(), reason);
                throw new WishException(status, reason);
            }
        };
    }

    private static Agent knowing(Agent agent, Map<String, String> variables) {
        var known = new StringBuilder(agent.instructions());
        if (!variables.isEmpty()) {
            known.append("\n\nWhat you know of this call:");
        }
        variables.forEach(
                (name, value) -> known.append("\n- ").append(name).append(": ").append(value));
        return agent.withInstructions(known.toString());
    }

    private void hold(CallRecord record, CallWish wish, Agent agent) {
        try {
            var order =
                    new Dialler.Order(
                            wish.to(),
                            OneCall.local(config, wish.to()),
                            wish.onMachine(),
                            message(wish),
                            wish.ringTimeout(),
                            wish.variables());
            record.over(
                    dialler.place(
                            agent,
                            order,
                            (uri, offer, listener) -> {
                                var watch = new CallWatch(listener, record);
                                Line line = phone.lines().get(wish.line());
                                Call call =
                                        line == null
                                                ? phone.sip().dial(uri, offer, watch)
                                                : phone.sip().dialFrom(line, uri, offer, watch);
                                record.placed(call);
                                return call;
                            }));
        } catch (IOException world) {
            log.warn("call to {} not placed: {}", wish.to(), world.getMessage());
            record.failed(String.valueOf(world.getMessage()));
        } catch (InterruptedException _) {
            record.failed("the program has stopped");
        } catch (RuntimeException bug) {
            log.error("call to {} ended by a bug", wish.to(), bug);
            record.failed("a bug, see the log");
        }
    }

    private Optional<PreparedAudio> message(CallWish wish)
            throws IOException, InterruptedException {
        if (wish.message().isEmpty()) {
            return Optional.empty();
        }
        ServerConfig.Agent agent =
                config.agents().stream()
                        .filter(one -> one.name().equals(wish.agent()))
                        .findFirst()
                        .orElseThrow();
        return Optional.of(
                OneCall.prepare(
                        config, agent, providers.preparingVoices(agent), wish.message().get()));
    }

    @Override
    public Optional<CallRecord> find(String id) {
        return book.find(id);
    }

    /** Hangs up what still goes on. */
    @Override
    public void close() {
        book.close();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("stopping: calls that were placed have not ended");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
