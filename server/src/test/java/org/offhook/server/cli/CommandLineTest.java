package org.offhook.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.server.config.ServerConfig;

class CommandLineTest {
    @TempDir Path folder;

    private final List<ServerConfig> served = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return run(served::add, arguments);
    }

    private int run(Serve.Server server, String... arguments) {
        return Offhook.with(
                        new Serve(server),
                        new Check(),
                        new Models(served::add),
                        new Prepare((config, demo) -> served.add(config)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void anUnknownOptionIsUsageWithAHint() {
        assertEquals(2, run("serve", "--lisen", "127.0.0.1:5060"));
        assertTrue(err.toString().startsWith("offhook serve: Unknown option"), err.toString());
        assertTrue(err.toString().contains("--listen"), err.toString());
        assertTrue(err.toString().endsWith("Run \"offhook serve --help\" for what there is.\n"));
        assertEquals(List.of(), served);
    }

    @Test
    void noCommandAndAnUnknownCommandAreUsage() {
        assertEquals(2, run());
        assertTrue(err.toString().startsWith("offhook: a command is missing"), err.toString());
        assertEquals(2, run("srve"));
        assertTrue(err.toString().contains("serve"), err.toString());
    }

    @Test
    void helpIsShortAndOnStandardOutput() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().lines().count() < 20, out.toString());
        assertEquals(0, run("serve", "--help"));
        assertTrue(out.toString().contains("--listen=ADDRESS:PORT"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void theVersionIsOneLine() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().matches("offhook .+, Java 25.*\n"), out.toString());
    }

    @Test
    void optionsGoBeforeTheFile() throws IOException {
        Path file = folder.resolve("offhook.yaml");
        Files.writeString(file, "sip: {listen: 127.0.0.1:5080, max-calls: 7}\n");
        String data = folder.resolve("data").toString();
        int code =
                run(
                        "serve",
                        "--config",
                        file.toString(),
                        "--listen",
                        "127.0.0.3:0",
                        "--data",
                        data);
        assertEquals(0, code, err.toString());
        ServerConfig config = served.getFirst();
        assertEquals("127.0.0.3", config.sip().listen().getAddress().getHostAddress());
        assertEquals(0, config.sip().listen().getPort());
        assertEquals(7, config.sip().maxCalls());
        assertEquals(folder.resolve("data"), config.data());
    }

    @Test
    void withoutAFileTheDemoIsServed() {
        assertEquals(0, run("serve"));
        assertEquals(ServerConfig.defaults(), served.getFirst());
    }

    @Test
    void aListenAddressMustBeOne() {
        assertEquals(2, run("serve", "--listen", "5060"));
        assertTrue(
                err.toString().contains("must be ADDRESS:PORT with an IP address, got \"5060\""),
                err.toString());
    }

    @Test
    void everyProblemOfAConfigurationIsALine() throws IOException {
        Path file = folder.resolve("offhook.yaml");
        Files.writeString(file, "sip: {max-calls: many}\nmdia: {}\n");
        for (String command : List.of("serve", "check", "models", "prepare")) {
            err.getBuffer().setLength(0);
            assertEquals(1, run(command, "--config", file.toString()));
            assertEquals(
                    file
                            + ":1: sip.max-calls: must be a whole number from 1 to 10000, got"
                            + " \"many\"\n"
                            + file
                            + ":2: mdia: is not a known key, did you mean \"media\"?\n",
                    err.toString());
        }
    }

    @Test
    void checkPrintsWhatWouldBeUsedWithoutSecrets() throws IOException {
        Path file = folder.resolve("offhook.yaml");
        Files.writeString(
                file,
                """
                lines:
                  - {name: office, registrar: "sip:pbx", user: u, password: hunter2}
                language-models:
                  fast: {preset: openai, api-key: hunter2, model: m}
                voices:
                  warm: {kind: openai, api-key: hunter2, model: m, voice: v}
                """);
        assertEquals(0, run("check", "--config", file.toString()), err.toString());
        assertFalse(out.toString().contains("hunter2"), out.toString());
        assertTrue(out.toString().contains("sip.listen: 0.0.0.0:5060\n"), out.toString());
        assertTrue(out.toString().contains("sip.transports: udp, tcp\n"), out.toString());
        assertTrue(
                out.toString()
                        .contains(
                                "line office: u at sip:pbx, auth-user u, password ••••, expires"
                                        + " 5m\n"),
                out.toString());
        assertTrue(out.toString().endsWith(file + ": good\n"), out.toString());
    }

    @Test
    void checkPrintsEachPersona() throws IOException {
        Files.copy(Path.of("../docs/examples/reception.en.yaml"), folder.resolve("en.yaml"));
        Files.copy(Path.of("../docs/examples/reception.de.yaml"), folder.resolve("de.yaml"));
        Path file = folder.resolve("offhook.yaml");
        Files.writeString(
                file,
                """
                agents:
                  - {name: reception, numbers: "1010", bank: en.yaml, language: en-GB}
                  - name: empfang
                    numbers: "1020"
                    bank: de.yaml
                    language: de
                    greeting: Guten Tag!
                    recogniser: nova
                    voice: greta
                    limits: {prompts: 1}
                    way-out: transfer sip:zentrale@pbx
                recognisers:
                  nova: {kind: deepgram, api-key: hunter2}
                voices:
                  greta: {kind: cartesia, api-key: hunter2, voice: v}
                """);
        assertEquals(0, run("check", "--config", file.toString()), err.toString());
        String english = lineOf("agent reception: ");
        assertTrue(english.contains("numbers 1010; "), english);
        assertTrue(
                english.contains("language en-GB; greeting the bank's; way-out hangup"), english);
        String german = lineOf("agent empfang: ");
        assertTrue(german.contains("numbers 1020; "), german);
        assertTrue(german.contains("prompts 1; language de; greeting its own; "), german);
        assertTrue(german.contains("way-out transfer sip:zentrale@pbx"), german);
        lineOf("bank of empfang: reception-de, 1 answers to 4 questions");
    }

    private String lineOf(String beginning) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(beginning + "\n" + out));
    }

    @Test
    void checkReadsTheBanksToo() throws IOException {
        Files.writeString(folder.resolve("desk.yaml"), "nme: desk\n");
        Path file = folder.resolve("offhook.yaml");
        Files.writeString(file, "agents: [{name: desk, numbers: 1, bank: desk.yaml}]\n");
        assertEquals(1, run("check", "--config", file.toString()));
        assertTrue(
                err.toString()
                        .contains(
                                folder.resolve("desk.yaml")
                                        + ":1: nme: is not a known key, did you mean"
                                        + " \"name\"?\n"),
                err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void theWorldsFaultIsOneLine() {
        Serve.Server busy =
                config -> {
                    throw new IOException("port 5060 is taken");
                };
        assertEquals(1, run(busy, "serve"));
        assertEquals("offhook: port 5060 is taken\n", err.toString());
    }

    @Test
    void ourFaultHasAStackTrace() {
        Serve.Server broken =
                config -> {
                    throw new IllegalStateException("already answered");
                };
        assertEquals(1, run(broken, "serve"));
        assertTrue(err.toString().contains("already answered\n\tat org.offhook"), err.toString());
    }
}
