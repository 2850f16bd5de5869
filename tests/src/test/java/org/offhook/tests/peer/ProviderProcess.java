package org.offhook.tests.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Providers in a process of their own: transcription, chat stream and speech stream behind the
 * OpenAI protocols, each after a fixed delay. Under {@code /steady/v1} they work; under {@code
 * /flaky/v1} every so many requests have one {@link Fault} after the other.
 *
 * <p>They are deaf to words but not to {@link Marks}: a question carries its number as a tone under
 * the speech, the words, the reply and the voice's tone name the same number. So a caller knows
 * which question was answered.
 *
 * <p>Arguments: {@code words=150 token=150 audio=100} in ms, {@code faults=PERCENT} of the flaky
 * requests. Says {@code listening PORT}; {@code GET /counts} tells what was done, {@code GET
 * /stamps} when: service, request received, first byte sent, in ns of the monotonic clock.
 */
public final class ProviderProcess {
    private static final int SPEECH_RATE_HZ = 24_000;
    private static final double SPOKEN_SECONDS = 1.2;
    private static final Pattern NUMBER = Pattern.compile("number (\\d+)");

    /** What goes wrong, one after the other. */
    enum Fault {
        REFUSED,
        TOO_MANY,
        STALLED,
        DROPPED,
        DROPPED_MIDWAY,
        STALLED_MIDWAY,
        MALFORMED
    }

    private final Map<String, Integer> delays;
    private final int faultPercent;
    private final AtomicInteger flaky = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final Queue<String> stamps = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    private ProviderProcess(Map<String, Integer> arguments) {
        delays = arguments;
        faultPercent = arguments.getOrDefault("faults", 0);
    }

    public static void main(String[] arguments) throws IOException {
        // A reply's head and body in one packet each: no 40 ms of Nagle's between them.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var given = new ConcurrentHashMap<String, Integer>();
        for (String argument : arguments) {
            String[] pair = argument.split("=");
            given.put(pair[0], Integer.valueOf(pair[1]));
        }
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(local, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var providers = new ProviderProcess(given);
        for (String kind : new String[] {"steady", "flaky"}) {
            providers.serve(server, kind, "/models", ProviderProcess::models);
            providers.serve(server, kind, "/audio/transcriptions", providers::transcribe);
            providers.serve(server, kind, "/chat/completions", providers::chat);
            providers.serve(server, kind, "/audio/speech", providers::speak);
        }
        server.createContext("/counts", providers::count);
        server.createContext(
                "/stamps", exchange -> reply(exchange, String.join("\n", providers.stamps)));
        server.start();
        System.out.println("listening " + server.getAddress().getPort());
    }

    /** Answers one request, well or with a fault. */
    private interface Service {
        void serve(HttpExchange exchange, Fault fault) throws IOException;
    }

    private void serve(HttpServer server, String kind, String path, Service service) {
        HttpHandler handler =
                exchange -> {
                    Fault fault =
                            kind.equals("flaky") && !path.equals("/models") ? nextFault() : null;
                    counts.computeIfAbsent(
                                    kind + path + (fault == null ? "" : " " + fault),
                                    _ -> new AtomicInteger())
                            .incrementAndGet();
                    try (exchange) {
                        if (!fails(exchange, fault)) {
                            service.serve(exchange, fault);
                        }
                    } catch (IOException _) {
                        // The other side is gone, as it may be.
                    }
                };
        server.createContext("/" + kind + "/v1" + path, handler);
    }

    private Fault nextFault() {
        boolean due = flaky.incrementAndGet() * faultPercent / 100 > faults.get();
        return due ? Fault.values()[faults.getAndIncrement() % Fault.values().length] : null;
    }

    /** Does what needs no answer of the service's own; false where the service goes on. */
    private static boolean fails(HttpExchange exchange, Fault fault) throws IOException {
        if (fault == null) {
            return false;
        }
        switch (fault) {
            case REFUSED -> exchange.sendResponseHeaders(503, -1);
            case TOO_MANY -> {
                exchange.getResponseHeaders().add("Retry-After", "2");
                exchange.sendResponseHeaders(429, -1);
            }
            case STALLED -> stall();
            case DROPPED -> throw new IOException("dropped");
            case MALFORMED -> {
                exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                send(exchange, "data: {\"choices\":[{\"del\n\n<html>".getBytes());
            }
            case DROPPED_MIDWAY, STALLED_MIDWAY -> {
                return false;
            }
        }
        return true;
    }

    private static void models(HttpExchange exchange, Fault fault) throws IOException {
        send(exchange, "{\"data\":[]}".getBytes(StandardCharsets.UTF_8));
    }

    private void transcribe(HttpExchange exchange, Fault fault) throws IOException {
        byte[] form = exchange.getRequestBody().readAllBytes();
        wait("words");
        midway(fault);
        int number = Marks.numberIn(samplesOf(form));
        String text =
                number < 0 ? "" : "What does the almanac say about comet number " + number + "?";
        send(exchange, ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void chat(HttpExchange exchange, Fault fault) throws IOException {
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher last = NUMBER.matcher(request);
        String number = "0";
        while (last.find()) {
            number = last.group(1);
        }
        wait("token");
        stream(
                exchange,
                "text/event-stream",
                (token("Comet ") + token("number " + number)).getBytes(StandardCharsets.UTF_8),
                (token(" is far away.") + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8),
                fault);
    }

    private static String token(String words) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + words + "\"}}]}\n\n";
    }

    /** With its length told before, so that a drop is one: chunks would be ended properly. */
    private static void stream(
            HttpExchange exchange, String type, byte[] begin, byte[] end, Fault fault)
            throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, begin.length + end.length);
        OutputStream out = exchange.getResponseBody();
        out.write(begin);
        out.flush();
        midway(fault);
        out.write(end);
        out.close();
    }

    private void speak(HttpExchange exchange, Fault fault) throws IOException {
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher said = NUMBER.matcher(request);
        // Numbers are read out as words by some; then the tone is that of none.
        int number = said.find() ? Integer.parseInt(said.group(1)) : Spelled.numberIn(request);
        wait("audio");
        byte[] tone = Marks.tone(number, SPEECH_RATE_HZ, SPOKEN_SECONDS);
        int cut = tone.length / 3 & ~1;
        stream(
                exchange,
                "audio/pcm",
                Arrays.copyOf(tone, cut),
                Arrays.copyOfRange(tone, cut, tone.length),
                fault);
    }

    private static void midway(Fault fault) throws IOException {
        if (fault == Fault.DROPPED_MIDWAY) {
            throw new IOException("dropped");
        }
        if (fault == Fault.STALLED_MIDWAY) {
            stall();
        }
    }

    /** Longer than anybody waits. */
    private static void stall() {
        LockSupport.parkNanos(30_000_000_000L);
    }

    /** The machine's monotonic clock is one for all its processes. */
    private void wait(String what) {
        long received = System.nanoTime();
        LockSupport.parkNanos(delays.getOrDefault(what, 0) * 1_000_000L);
        stamps.add(what + " " + received + " " + System.nanoTime());
    }

    private void count(HttpExchange exchange) throws IOException {
        reply(
                exchange,
                counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n")));
    }

    private static void reply(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            send(exchange, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** The samples of the WAV in a form: 16 kHz, mono. */
    private static short[] samplesOf(byte[] form) {
        int at = 0;
        while (at < form.length - 4
                && !(form[at] == 'd'
                        && form[at + 1] == 'a'
                        && form[at + 2] == 't'
                        && form[at + 3] == 'a'
                        && isRiffBefore(form, at))) {
            at++;
        }
        if (at >= form.length - 8) {
            return new short[0];
        }
        var bytes = ByteBuffer.wrap(form).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.min(bytes.getInt(at + 4), form.length - at - 8);
        var samples = new short[length / 2];
        bytes.slice(at + 8, length).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static boolean isRiffBefore(byte[] form, int at) {
        return at >= 36 && form[at - 36] == 'R' && form[at - 35] == 'I' && form[at - 34] == 'F';
    }
}
