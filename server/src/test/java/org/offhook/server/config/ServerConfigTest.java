package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.KeysBy;
import org.offhook.agent.CacheMode;
import org.offhook.agent.SlotSources;
import org.offhook.agent.local.ModelFiles;
import org.offhook.cache.Answer;
import org.offhook.media.KeyPolicy;
import org.offhook.media.SrtpPolicy;
import org.offhook.sip.TlsConfig;
import org.offhook.sip.Transport;

class ServerConfigTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PBX_PASSWORD", "s3cret");

    @TempDir Path folder;

    private ServerConfig read(String text) throws ConfigException {
        return ServerConfigReader.read("offhook.yaml", folder, text, ENVIRONMENT::get);
    }

    private void complains(String text, String... lines) {
        var complaint = assertThrows(ConfigException.class, () -> read(text));
        assertEquals(String.join("\n", lines), String.join("\n", complaint.problems()));
    }

    @Test
    void servicesAreNamedInOrderOrAlone() throws Exception {
        ServerConfig config =
                read(
                        """
                        language-models:
                          groq: {preset: groq, model: small}
                          openai: {preset: openai, model: large}
                        voices:
                          plain: {kind: flite}
                        agents:
                          - name: desk
                            numbers: ["*"]
                            bank: demo
                            language-model: [groq, openai]
                            voice: plain
                        """);
        ServerConfig.Services services = config.agents().getFirst().services();
        assertEquals(List.of("groq", "openai"), services.languageModels());
        assertEquals(List.of("plain"), services.voices());
        assertEquals(Duration.ofMillis(700), config.languageModels().get("groq").hedgeAfter());
    }

    @Test
    void aNameThatIsNotThereOrThereTwiceIsToldWithItsPlaceInTheList() {
        complains(
                """
                language-models:
                  groq: {preset: groq, model: small}
                agents:
                  - name: desk
                    numbers: ["*"]
                    bank: demo
                    language-model:
                      - groq
                      - grok
                      - groq
                """,
                "offhook.yaml:9: agents[0].language-model[1]: must be a name under"
                        + " language-models, did you mean \"groq\"?, got \"grok\"",
                "offhook.yaml:10: agents[0].language-model[2]: must be there once, got"
                        + " \"groq\"");
    }

    @Test
    void withoutAFileTheDemoAnswersEveryNumber() {
        ServerConfig config = ServerConfig.defaults();
        assertEquals(5060, config.sip().listen().getPort());
        assertEquals(Set.of(Transport.UDP, Transport.TCP), config.sip().transports());
        assertEquals(new ServerConfig.Ports(20_000, 29_998), config.media().ports());
        assertEquals(List.of("*"), config.agents().getFirst().numbers());
        assertEquals(new ServerConfig.Bank.Demo(), config.agents().getFirst().bank());
        assertEquals(List.of("opus", "G722", "PCMU", "PCMA"), config.media().codecs());
    }

    @Test
    void anEmptyFileMeansTheDefaults() throws ConfigException {
        assertEquals(ServerConfig.defaults(), read("# nothing yet\n"));
        assertEquals(ServerConfig.defaults(), read("agents:\nlines:\nsip:\n"));
    }

    @Test
    void aWholeFileIsRead() throws Exception {
        Files.writeString(folder.resolve("desk.yaml"), "");
        Files.writeString(folder.resolve("key"), "sk-from-a-file\n");
        ServerConfig config =
                read(
                        """
                        sip:
                          listen: 127.0.0.2:5080
                          transports: [udp]
                          external-address: 203.0.113.7
                          max-calls: 40
                          user-agent: Front desk
                          name-server: 192.0.2.53:53
                          trusted: [198.51.100.0/24]
                          callers: {branch: {password: pass}}
                        media:
                          ports: 30000-30998
                          codecs: [OPUS, pcma]
                          rtp-timeout: 500s
                          srtp: offer
                          keys: dtls
                          dtmf: info
                        lines:
                          - name: office
                            registrar: sip:pbx.example.org:5070;transport=tcp
                            user: "0100"
                            password: ${PBX_PASSWORD}
                            expires: 10m
                            outbound-proxy: sip:edge.example.org
                            keep-alive: 9s
                            options-every: 20s
                            register: false
                        agents:
                          - name: desk
                            numbers: [0100, "*"]
                            bank: desk.yaml
                            language-model: fast
                            voice: warm
                            limits:
                              max-call: 5m
                              silence: 7s
                              end-of-turn: 500ms
                              longest-pause: 2s
                              prompts: 1
                            instructions: Be brief.
                            greeting: Desk, hello?
                            language: en-GB
                            way-out: transfer sip:desk@pbx.example.org
                        language-models:
                          fast:
                            preset: groq
                            api-key: file:key
                            model: small
                            temperature: 0.5
                            max-tokens: 99
                            first-token-timeout: 1500ms
                            hedge-after: 400ms
                        voices:
                          warm: {kind: openai, api-key: literal, model: tts, voice: alloy, speed: 1.2}
                          eleven: {kind: elevenlabs, api-key: literal, voice: abc}
                          sonic: {kind: cartesia, api-key: literal, voice: def, speed: 0.9}
                          plain: {kind: flite, voice: slt}
                          soft: {kind: kokoro}
                        recogniser: {size: tiny}
                        data: kept
                        shutdown: {limit: 0s}
                        """);
        assertEquals(
                new ServerConfig.Sip(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 5080),
                        Set.of(Transport.UDP),
                        "203.0.113.7",
                        40,
                        "Front desk",
                        new CallersSettings(
                                List.of("198.51.100.0/24"), Map.of("branch", new Secret("pass"))),
                        Optional.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53)),
                        Optional.empty()),
                config.sip());
        assertEquals(List.of("opus", "PCMA"), config.media().codecs());
        assertEquals(Duration.ofSeconds(500), config.media().rtpTimeout());
        assertEquals(SrtpPolicy.OFFER, config.media().srtp());
        assertEquals(KeyPolicy.DTLS, config.media().keys());
        assertEquals(KeysBy.INFO, config.media().dtmf());
        assertEquals(
                new ServerConfig.Line(
                        "office",
                        "sip:pbx.example.org:5070;transport=tcp",
                        "0100",
                        "0100",
                        new Secret("s3cret"),
                        Duration.ofMinutes(10),
                        "sip:edge.example.org",
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(20),
                        false),
                config.lines().getFirst());
        assertEquals(
                new ServerConfig.Agent(
                        "desk",
                        List.of("0100", "*"),
                        new ServerConfig.Bank.File(folder.resolve("desk.yaml")),
                        new ServerConfig.Services(List.of("fast"), List.of("warm"), List.of()),
                        new ServerConfig.Persona("Be brief.", "Desk, hello?", Locale.UK),
                        new ServerConfig.Limits(
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(7),
                                10_000,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(2),
                                1),
                        new Answer.Then.Transfer("sip:desk@pbx.example.org"),
                        new ServerConfig.Realtime(List.of(), CacheMode.BEFORE),
                        AgentToolsReader.none(),
                        SlotSources.builtIn()),
                config.agents().getFirst());
        assertEquals(
                new ServerConfig.LanguageModel(
                        "https://api.groq.com/openai/v1",
                        new Secret("sk-from-a-file"),
                        "small",
                        0.5,
                        99,
                        Duration.ofMillis(1500),
                        Duration.ofMillis(400)),
                config.languageModels().get("fast"));
        assertEquals(
                List.of(
                        new ServerConfig.Voice.OpenAi(
                                "https://api.openai.com/v1",
                                new Secret("literal"),
                                "tts",
                                "alloy",
                                1.2),
                        new ServerConfig.Voice.ElevenLabs(
                                "https://api.elevenlabs.io",
                                new Secret("literal"),
                                "eleven_flash_v2_5",
                                "abc",
                                1),
                        new ServerConfig.Voice.Cartesia(
                                "https://api.cartesia.ai",
                                new Secret("literal"),
                                "sonic-3",
                                "def",
                                0.9),
                        new ServerConfig.Voice.Flite("slt"),
                        new ServerConfig.Voice.Kokoro()),
                List.copyOf(config.voices().values()));
        assertEquals(ServerConfig.Recogniser.TINY, config.recogniser());
        assertEquals(folder.resolve("kept"), config.data());
        assertEquals(ModelFiles.defaultDirectory(), config.models());
        assertEquals(Duration.ZERO, config.shutdownLimit());
    }

    @Test
    void aComplaintNamesFileLineKeyRuleAndValue() {
        complains(
                """
                sip:
                  listen: 127.0.0.1:5060
                media:
                  rtp-timeout: 30s

                  ports: 20001-20010
                """,
                "offhook.yaml:6: media.ports: must be FIRST-LAST with an even first port,"
                        + " from 1024 to 65535, got \"20001-20010\"");
    }

    @Test
    void everythingWrongIsSaidAtOnceInTheOrderOfTheLines() {
        complains(
                """
                recogniser: {size: huge}
                sip:
                  listen: localhost
                  max-calls: 0
                  transports: [udp, sctp]
                media: {codecs: [g729], rtp-timeout: "30", srtp: maybe, keys: zrtp}
                lines:
                  - name: a
                    registrar: pbx.example.org
                """,
                "offhook.yaml:1: recogniser.size: must be one of base, tiny, got \"huge\"",
                "offhook.yaml:3: sip.listen: must be ADDRESS:PORT with an IP address, got"
                        + " \"localhost\"",
                "offhook.yaml:4: sip.max-calls: must be a whole number from 1 to 10000, got \"0\"",
                "offhook.yaml:5: sip.transports[1]: must be udp, tcp or tls, got \"sctp\"",
                "offhook.yaml:6: media.codecs: must be one of opus, G722, PCMU, PCMA, got \"g729\"",
                "offhook.yaml:6: media.rtp-timeout: must be a duration from 1s to 1h, got \"30\"",
                "offhook.yaml:6: media.srtp: must be one of accept, offer, require, refuse, got"
                        + " \"maybe\"",
                "offhook.yaml:6: media.keys: must be one of both, dtls, sdes, got \"zrtp\"",
                "offhook.yaml:8: lines[0].user: is missing",
                "offhook.yaml:9: lines[0].registrar: must be"
                        + " sip:HOST[:PORT][;transport=udp|tcp|tls], got \"pbx.example.org\"");
    }

    @Test
    void tlsHasAPortAndFilesOfItsOwn() throws ConfigException {
        var config =
                read(
                        """
                        sip:
                          transports: [udp, tls]
                          tls: {port: 5071, certificate: a.crt, key: a.key, demand-certificate: true}
                        lines:
                          - {name: a, registrar: "sips:pbx", user: u}
                        """);
        var identity = new TlsConfig.Identity(folder.resolve("a.crt"), folder.resolve("a.key"));
        assertEquals(
                Optional.of(new TlsConfig(5071, Optional.of(identity), Optional.empty(), true)),
                config.sip().tls());
        complains(
                "sip: {tls: {certificate: a.crt}}\n"
                        + "lines: [{name: a, registrar: 'sip:pbx;transport=tls', user: u}]\n",
                "offhook.yaml:1: sip.tls: needs tls among sip.transports",
                "offhook.yaml:1: sip.tls.certificate: and key go together",
                "offhook.yaml:2: lines[0].registrar: or outbound-proxy needs tls among"
                        + " sip.transports");
    }

    @Test
    void aMisspeltKeyIsRecognised() {
        complains(
                "sip: {lisen: 127.0.0.1:5060, max_calls: 3}\nmdeia: {}\nshutdown: {colour: red}\n",
                "offhook.yaml:1: sip.lisen: is not a known key, did you mean \"listen\"?",
                "offhook.yaml:1: sip.max_calls: is not a known key, did you mean \"max-calls\"?",
                "offhook.yaml:2: mdeia: is not a known key, did you mean \"media\"?",
                "offhook.yaml:3: shutdown.colour: is not a known key; known: limit");
    }

    @Test
    void aKeyIsThereOnce() {
        complains(
                "sip:\n  max-calls: 3\n  max-calls: 4\nsip: {}\n",
                "offhook.yaml:3: sip.max-calls: is there twice",
                "offhook.yaml:4: sip: is there twice");
    }

    @Test
    void aKeyWithoutAValueIsNoDefault() {
        complains(
                "sip:\n  max-calls:\n  listen: [1]\nmedia: loud\n",
                "offhook.yaml:2: sip.max-calls: has no value",
                "offhook.yaml:3: sip.listen: must be a single value",
                "offhook.yaml:4: media: must be a mapping of keys");
    }

    @Test
    void whatIsNotYamlIsSaidWithItsLine() {
        var complaint = assertThrows(ConfigException.class, () -> read("sip:\n  listen: [1\n"));
        assertTrue(
                complaint.getMessage().matches("offhook.yaml:[23]: is not YAML: .+"),
                complaint.getMessage());
        complains("- a\n- b\n", "offhook.yaml:1: must be a mapping of keys, such as \"sip:\"");
    }

    @Test
    void listsAreLists() {
        complains(
                "lines: {name: x}\nagents: [one]\n",
                "offhook.yaml:1: lines: must be a list: each entry begins with \"- \"",
                "offhook.yaml:2: agents[0]: must be a mapping of keys");
    }

    @Test
    void anAgentRefersToWhatIsThere() {
        complains(
                """
                agents:
                  - name: desk
                    numbers: [100, 1 0]
                    bank: absent.yaml
                    language-model: fst
                    voice: any
                  - name: desk
                    numbers: 100
                    bank: demo
                  - name: idle
                    bank: demo
                language-models:
                  fast: {preset: ollama, model: m}
                """,
                "offhook.yaml:3: agents[0].numbers[1]: must be a number or a name without spaces,"
                        + " got \"1 0\"",
                "offhook.yaml:4: agents[0].bank: must be a file that exists, or \"demo\", got"
                        + " \"absent.yaml\"",
                "offhook.yaml:5: agents[0].language-model: must be a name under language-models,"
                        + " did you mean \"fast\"?, got \"fst\"",
                "offhook.yaml:6: agents[0].voice: must be a name under voices, got \"any\"",
                "offhook.yaml:7: agents[1].name: must be different from every other agent's, got"
                        + " \"desk\"",
                "offhook.yaml:8: agents[1].numbers: must be answered by one agent; is also in"
                        + " desk, got \"100\"",
                "offhook.yaml:10: agents[2].numbers: must name at least one number, or \"*\" for"
                        + " all");
    }

    @Test
    void aProviderNeedsAnAddressAndAModel() {
        complains(
                """
                language-models:
                  a: {model: m}
                  b: {preset: opnai}
                  c: {base-url: "api.example.org", model: m, temperature: 3}
                voices:
                  d: {kind: festival}
                  e: {voice: x}
                  f: {kind: flite, speed: 2}
                """,
                "offhook.yaml:2: language-models.a.base-url: is missing: give it, or a preset",
                "offhook.yaml:3: language-models.b.preset: must be one of openai, groq, ollama,"
                        + " vllm, llama.cpp, got \"opnai\"",
                "offhook.yaml:3: language-models.b.model: is missing",
                "offhook.yaml:4: language-models.c.base-url: must be an http:// or https://"
                        + " address, got \"api.example.org\"",
                "offhook.yaml:4: language-models.c.temperature: must be a number from 0 to 2, got"
                        + " \"3\"",
                "offhook.yaml:6: voices.d.kind: must be one of openai, elevenlabs, cartesia, flite, kokoro, got"
                        + " \"festival\"",
                "offhook.yaml:7: voices.e.kind: is missing",
                "offhook.yaml:8: voices.f.speed: is not a known key; known: kind, voice");
    }

    @Test
    void aSecretThatIsNotThereIsNamedButNeverShown() {
        String models =
                """
                language-models:
                  a: {preset: openai, model: m, api-key: "${NOT_SET}"}
                  b: {preset: openai, model: m, api-key: "file:absent"}
                  c: {preset: openai, model: m, api-key: "${sk-123"}
                """;
        complains(
                models,
                "offhook.yaml:2: language-models.a.api-key: environment variable NOT_SET is not"
                        + " set",
                "offhook.yaml:3: language-models.b.api-key: file "
                        + folder.resolve("absent")
                        + " cannot be read",
                "offhook.yaml:4: language-models.c.api-key: must be a literal, ${NAME} or"
                        + " file:PATH");
    }

    @Test
    void printingAConfigurationShowsNoSecret() throws ConfigException {
        String printed =
                read("""
                lines:
                  - {name: a, registrar: "sip:h", user: u, password: hunter2}
                language-models:
                  b: {preset: openai, model: m, api-key: hunter2}
                """)
                        .toString();
        assertFalse(printed.contains("hunter2"), printed);
        assertTrue(printed.contains("••••"), printed);
    }

    @Test
    void portsMustDoForTheCalls() {
        complains(
                "sip: {max-calls: 10}\nmedia: {ports: 30000-30009}\n",
                "offhook.yaml:2: media.ports: has room for 5 calls, fewer than sip.max-calls 10,"
                        + " got \"30000-30009\"");
    }

    @Test
    void filesThatCannotBeReadAreSaid() throws IOException {
        Path absent = folder.resolve("absent.yaml");
        var missing =
                assertThrows(
                        ConfigException.class,
                        () -> ServerConfigReader.read(absent, ENVIRONMENT::get));
        assertEquals(absent + ": no such file", missing.getMessage());
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "sip: é".getBytes(StandardCharsets.ISO_8859_1));
        var notText =
                assertThrows(
                        ConfigException.class,
                        () -> ServerConfigReader.read(latin, ENVIRONMENT::get));
        assertEquals(latin + ": is not UTF-8 text", notText.getMessage());
    }

    @Test
    void manyProblemsAreCounted() {
        var text = new StringBuilder();
        for (int at = 0; at < 40; at++) {
            text.append("key").append(at).append(": x\n");
        }
        var complaint = assertThrows(ConfigException.class, () -> read(text.toString()));
        assertEquals(26, complaint.problems().size());
        assertEquals("offhook.yaml: and 15 more", complaint.problems().getLast());
    }

    @Test
    void foldersCanBeNamedFromTheCommandLine() throws ConfigException {
        ServerConfig moved = read("models: /m\ndata: /d").withData(Path.of("/e"));
        assertEquals(Path.of("/e"), moved.data());
        assertEquals(Path.of("/m"), moved.models());
        assertEquals(Path.of("/n"), moved.withModels(Path.of("/n")).models());
    }

    @Test
    void aLineIsAUserAtARegistrar() {
        complains(
                """
                lines:
                  - {name: a, registrar: "sip:pbx:99999", user: u}
                  - {name: b, registrar: "sip:pbx;transport=sctp", user: u}
                  - {name: c, registrar: "sip:pbx", user: "u@pbx"}
                  - {name: c, registrar: "sip:pbx", user: u}
                """,
                "offhook.yaml:2: lines[0].registrar: must be"
                        + " sip:HOST[:PORT][;transport=udp|tcp|tls], got \"sip:pbx:99999\"",
                "offhook.yaml:3: lines[1].registrar: must be"
                        + " sip:HOST[:PORT][;transport=udp|tcp|tls], got \"sip:pbx;transport=sctp\"",
                "offhook.yaml:4: lines[2].user: must be the user part of a SIP URI (RFC 3261"
                        + " §25.1), got \"u@pbx\"",
                "offhook.yaml:5: lines[3].name: must be different from every other line's, got"
                        + " \"c\"");
    }

    @Test
    void anAgentOfAnotherLanguageNeedsPartsThatKnowIt() throws IOException {
        Files.writeString(folder.resolve("praxis.yaml"), "");
        complains(
                """
                agents:
                  - name: praxis
                    numbers: "1020"
                    bank: demo
                    voice: plain
                    language: de
                voices:
                  plain: {kind: flite}
                """,
                "offhook.yaml:4: agents[0].bank: must be a file in the agent's language; the demo"
                        + " is English",
                "offhook.yaml:5: agents[0].voice: must speak the agent's language; flite and kokoro"
                        + " do not, got \"plain\"",
                "offhook.yaml:6: agents[0].language: needs a recogniser that understands it; the one"
                        + " on this machine is English, got \"de\"");
    }

    @Test
    void aPersonaKeepsItsRules() {
        complains(
                """
                agents:
                  - name: desk
                    numbers: "*"
                    bank: demo
                    language: english!
                    limits: {end-of-turn: 900ms, longest-pause: 800ms, prompts: 3}
                """,
                "offhook.yaml:5: agents[0].language: must be a language tag of BCP 47, as en, en-GB"
                        + " or de, got \"english!\"",
                "offhook.yaml:6: agents[0].limits.longest-pause: must be at least end-of-turn"
                        + " 900ms, got \"800ms\"",
                "offhook.yaml:6: agents[0].limits.prompts: must be a whole number from 0 to 2, got"
                        + " \"3\"");
    }

    @Test
    void theExampleOfTwoLanguagesIsRight() throws Exception {
        Path example = Path.of("../docs/examples/two-languages.yaml");
        ServerConfig config = ServerConfigReader.read(example, name -> "key");
        assertEquals(
                List.of(Locale.UK, Locale.GERMAN),
                config.agents().stream().map(agent -> agent.persona().language()).toList());
        assertEquals(
                List.of(List.of("1010"), List.of("1020")),
                config.agents().stream().map(ServerConfig.Agent::numbers).toList());
        for (ServerConfig.Agent agent : config.agents()) {
            var bank =
                    BankLoader.read(
                            ((ServerConfig.Bank.File) agent.bank()).path(), agent.slots().names());
            assertEquals(
                    agent.persona().greeting(),
                    bank.withGreeting(agent.persona().greeting()).prompts().get("greeting"));
        }
    }
}
