package org.offhook.tests.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that tells a long story when asked for the weather and says little else, and a voice that
 * speaks with flite, in a process of their own, behind the OpenAI protocols. Both stream.
 *
 * <p>Arguments: {@code token=150 audio=100}, in ms. Says {@code listening PORT}; {@code GET
 * /questions} tells what the model was sent, a line for each request.
 */
public final class StoryProvider {
    /** Asks for the story that is prepared. */
    public static final String ASK_PREPARED = "Where can I park my car?";

    /** Asks for the one that the model tells. */
    public static final String ASK_STREAMED = "What will the weather be like tomorrow?";

    public static final String PREPARED =
            "You can park below the lighthouse. It stands on a rock two miles from the coast, and it was built by three"
                    + " brothers who wanted their ships to come home. The eldest drew the plans, the"
                    + " second carried stones across the water for eleven summers, and the youngest"
                    + " kept the fire alight through every storm. When the tower was finished they"
                    + " could see the hills of the other country, and on quiet evenings they heard"
                    + " music from its harbour. Later the fire became a lamp, the lamp became"
                    + " electric, and nobody has lived up there since. Visitors may climb the stairs"
                    + " on bright days, if they bring good shoes and do not mind the birds.";

    private static final String STREAMED =
            "Tomorrow it will rain along the river. It begins under a glacier, where the melted snow gathers in a green lake. It"
                    + " runs through a narrow valley with seven wooden bridges, and every bridge"
                    + " belongs to a different village. In spring the farmers float their timber down"
                    + " to the mill, and children race along the banks to see whose log arrives"
                    + " first. Below the mill the water turns slow and brown, and boats carry apples,"
                    + " bricks and travellers to the capital. At the end it spreads out into a"
                    + " hundred branches, and the fishermen say that no two maps of them agree.";

    private static final String LITTLE = "Go ahead, please.";
    private static final Pattern DELAY = Pattern.compile("(\\w+)=(\\d+)");
    private static final Pattern INPUT = Pattern.compile("\"input\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Integer> delays = new ConcurrentHashMap<>();
    private final Map<String, byte[]> spoken = new ConcurrentHashMap<>();
    private final Queue<String> questions = new ConcurrentLinkedQueue<>();
    private final Path folder;

    private StoryProvider(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var provider = new StoryProvider(Files.createTempDirectory("story-"));
        for (String argument : arguments) {
            Matcher delay = DELAY.matcher(argument);
            if (!delay.matches()) {
                throw new IllegalArgumentException(argument);
            }
            provider.delays.put(delay.group(1), Integer.valueOf(delay.group(2)));
        }
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(local, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/steady/v1/models", StoryProvider::models);
        server.createContext("/steady/v1/chat/completions", provider::chat);
        server.createContext("/steady/v1/audio/speech", provider::speak);
        server.createContext("/questions", provider::questions);
        server.start();
        System.out.println("listening " + server.getAddress().getPort());
    }

    private static void models(HttpExchange exchange) throws IOException {
        reply(exchange, "{\"data\":[]}".getBytes(StandardCharsets.UTF_8));
    }

    private void questions(HttpExchange exchange) throws IOException {
        reply(exchange, String.join("\n", questions).getBytes(StandardCharsets.UTF_8));
    }

    private static void reply(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The story where the caller's last words want it. */
    private void chat(HttpExchange exchange) throws IOException {
        String body = text(exchange).replaceAll("[\\r\\n]+", " ");
        questions.add(body);
        String last = body.substring(Math.max(0, body.lastIndexOf("\"user\"")));
        String told = last.contains("weather") ? STREAMED : LITTLE;
        delay("token");
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            for (String word : told.split("(?<= )")) {
                String event =
                        "data: {\"choices\":[{\"delta\":{\"content\":\"" + word + "\"}}]}\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // The answer is not wanted any more.
        }
    }

    private void speak(HttpExchange exchange) throws IOException {
        Matcher input = INPUT.matcher(text(exchange));
        String said = input.find() ? input.group(1).replace("\\", "") : "";
        byte[] wav = spoken.computeIfAbsent(said, this::flite);
        delay("audio");
        exchange.getResponseHeaders().add("Content-Type", "audio/wav");
        exchange.sendResponseHeaders(200, wav.length);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            for (int at = 0; at < wav.length; at += 4_096) {
                out.write(wav, at, Math.min(4_096, wav.length - at));
                out.flush();
            }
        } catch (IOException _) {
            // The sentence is not wanted any more.
        }
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A WAV file at 16 kHz. */
    private byte[] flite(String text) {
        Path wav = folder.resolve(Integer.toHexString(text.hashCode()) + ".wav");
        try {
            Process flite =
                    new ProcessBuilder("flite", "-voice", "slt", "-t", text, "-o", wav.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!flite.waitFor(90, TimeUnit.SECONDS) || flite.exitValue() != 0) {
                throw new IllegalStateException("flite cannot say: " + text);
            }
            return Files.readAllBytes(wav);
        } catch (IOException notThere) {
            throw new IllegalStateException("no flite", notThere);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private void delay(String what) {
        LockSupport.parkNanos(delays.getOrDefault(what, 0) * 1_000_000L);
    }

    /**
     * The server's configuration: one answer that is prepared, one that the model streams.
     *
     * @param folder the bank is written here
     */
    public static String config(Providers providers, Path folder) throws IOException {
        String bank =
                """
                name: stories
                prompts:
                  greeting: "Hello."
                  unclear: "Pardon?"
                  no-answer: "No answer to that."
                  apology: "Something went wrong."
                  still-there: "Are you there?"
                  still-there-2: "I cannot hear you."
                  goodbye: "Goodbye."
                  too-long: "It is late."
                  one-moment: "One moment."
                answers:
                  - id: parking
                    say: "%s"
                    questions: ["%s", "Where can I park?", "Is there a place to park?"]
                """
                        .formatted(PREPARED, ASK_PREPARED);
        Path file = Files.writeString(folder.resolve("stories.yaml"), bank);
        return """
        media: {codecs: [PCMU]}
        language-models:
          story: {base-url: "%1$s", model: scripted}
        voices:
          story: {kind: openai, base-url: "%1$s", model: scripted, voice: slt}
        agents:
          - name: storyteller
            numbers: ["*"]
            bank: "%2$s"
            language-model: story
            voice: story
        """
                .formatted(providers.baseUrl("steady"), file);
    }
}
