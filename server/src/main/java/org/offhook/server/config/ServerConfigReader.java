package org.offhook.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.KeysBy;
import org.offhook.media.KeyPolicy;
import org.offhook.media.SrtpPolicy;
import org.offhook.server.config.ServerConfig.Line;
import org.offhook.server.config.ServerConfig.Media;
import org.offhook.server.config.ServerConfig.Ports;
import org.offhook.server.config.ServerConfig.Recogniser;
import org.offhook.server.config.ServerConfig.Sip;

/**
 * Reads {@link ServerConfig} from YAML. Every key has its rule and its default here and nowhere
 * else. Complains about everything at once, each with file, line, key, rule and value.
 */
public final class ServerConfigReader {
    private static final List<String> CODECS = List.of("opus", "G722", "PCMU", "PCMA");
    private static final SequencedMap<String, SrtpPolicy> SRTP = srtp();
    private static final SequencedMap<String, KeyPolicy> KEYS = keys();

    private final String file;
    private final Path folder;
    private final UnaryOperator<String> environment;
    private final Problems problems;

    private ServerConfigReader(String file, Path folder, UnaryOperator<String> environment) {
        this.file = file;
        this.folder = folder;
        this.environment = environment;
        this.problems = new Problems(file);
    }

    /**
     * @throws ConfigException the file breaks rules, or cannot be read
     */
    public static ServerConfig read(Path file, UnaryOperator<String> environment)
            throws ConfigException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return read(file.toString(), folder, text(file), environment);
    }

    /**
     * @param file name for the complaints
     * @param folder relative paths in the text begin here
     * @param environment value of a variable, null where it is not set
     */
    static ServerConfig read(
            String file, Path folder, String text, UnaryOperator<String> environment)
            throws ConfigException {
        return new ServerConfigReader(file, folder, environment).read(text);
    }

    static ServerConfig defaults() {
        try {
            return read("defaults", Path.of("").toAbsolutePath(), "", System::getenv);
        } catch (ConfigException ours) {
            throw new IllegalStateException(ours);
        }
    }

    /** Text of an operator's file; the world's faults said in one line. */
    static String text(Path file) throws ConfigException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new ConfigException(List.of(file + ": no such file"));
        } catch (CharacterCodingException notText) {
            throw new ConfigException(List.of(file + ": is not UTF-8 text"));
        } catch (IOException unreadable) {
            throw new ConfigException(
                    List.of(file + ": cannot be read: " + unreadable.getMessage()));
        }
    }

    private ServerConfig read(String text) throws ConfigException {
        Section root = YamlFile.read(file, text, problems);
        var secrets = new Secrets(environment, folder);
        var phone = new SipReader(secrets, folder);
        Sip sip = phone.sip(root.section("sip"));
        Media media = media(root.section("media"), sip);
        List<Line> lines = phone.lines(root, sip);
        var models = new ProviderReader(secrets).languageModels(root);
        var voices = new ProviderReader(secrets).voices(root);
        var recognisers = new RecogniserReader(secrets).recognisers(root);
        var realtime = new RealtimeReader(secrets).models(root);
        var mcp = new McpReader(secrets).servers(root);
        var tools = new ToolsReader(secrets).tools(root);
        var mayUse = AgentToolsReader.known(tools.keySet(), mcp.keySet());
        var agents =
                new AgentReader(folder, models, voices, recognisers, realtime, mayUse).agents(root);
        Path data = path(root, "data", dataHome());
        Path files = path(root, "models", ModelFiles.defaultDirectory());
        Recogniser recogniser = recogniser(root.section("recogniser"));
        Duration limit = shutdown(root.section("shutdown"));
        var answers = new AnswersSettingsReader(secrets, folder).read(root.section("answers"));
        CallsSettings calls = CallsReader.read(root.section("calls"));
        root.end();
        problems.throwIfAny();
        return new ServerConfig(
                sip,
                media,
                lines,
                agents,
                models,
                voices,
                recogniser,
                data,
                files,
                limit,
                recognisers,
                realtime,
                mcp,
                tools,
                answers,
                calls);
    }

    private static Media media(Section media, Sip sip) {
        String rule = "FIRST-LAST with an even first port, from 1024 to 65535";
        Ports ports = media.parsed("ports", new Ports(20_000, 29_998), rule, Forms::ports);
        if (ports.calls() < sip.maxCalls()) {
            String room = "has room for " + ports.calls() + " calls";
            media.wrong("ports", room + ", fewer than sip.max-calls " + sip.maxCalls());
        }
        List<String> codecs = codecs(media);
        Duration timeout =
                media.duration(
                        "rtp-timeout",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        Duration.ofHours(1));
        SrtpPolicy srtp = media.choice("srtp", SrtpPolicy.ACCEPT, SRTP);
        KeyPolicy keys = media.choice("keys", KeyPolicy.BOTH, KEYS);
        KeysBy dtmf = media.choice("dtmf", KeysBy.AUTO, dtmf());
        media.end();
        return new Media(ports, codecs, timeout, srtp, keys, dtmf);
    }

    private static SequencedMap<String, KeysBy> dtmf() {
        var words = ordered("auto", KeysBy.AUTO, "rfc4733", KeysBy.EVENTS);
        words.put("info", KeysBy.INFO);
        return words;
    }

    private static SequencedMap<String, SrtpPolicy> srtp() {
        var words = ordered("accept", SrtpPolicy.ACCEPT, "offer", SrtpPolicy.OFFER);
        words.put("require", SrtpPolicy.REQUIRE);
        words.put("refuse", SrtpPolicy.REFUSE);
        return words;
    }

    private static SequencedMap<String, KeyPolicy> keys() {
        var words = ordered("both", KeyPolicy.BOTH, "dtls", KeyPolicy.DTLS);
        words.put("sdes", KeyPolicy.SDES);
        return words;
    }

    private static List<String> codecs(Section media) {
        var codecs = new ArrayList<String>();
        for (Section.Entry name : media.entries("codecs")) {
            var known = CODECS.stream().filter(name.text()::equalsIgnoreCase).findFirst();
            if (known.isEmpty()) {
                media.wrong(name, "must be one of " + String.join(", ", CODECS));
            } else if (!codecs.contains(known.get())) {
                codecs.add(known.get());
            }
        }
        return codecs.isEmpty() ? CODECS : codecs;
    }

    private static Recogniser recogniser(Section section) {
        var sizes = ordered("base", Recogniser.BASE, "tiny", Recogniser.TINY);
        Recogniser size = section.choice("size", Recogniser.BASE, sizes);
        section.end();
        return size;
    }

    private static Duration shutdown(Section section) {
        Duration limit =
                section.duration(
                        "limit", Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1));
        section.end();
        return limit;
    }

    private Path path(Section section, String key, Path otherwise) {
        return section.find(key)
                .map(text -> text.startsWith("~/") ? home() + text.substring(1) : text)
                .map(folder::resolve)
                .orElse(otherwise)
                .normalize();
    }

    /** As the XDG base directory specification has it; it has relative paths ignored. */
    private static Path dataHome() {
        return Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home().resolve(".local/share"))
                .resolve("offhook");
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }

    static <T> SequencedMap<String, T> ordered(String first, T one, String second, T other) {
        var map = new LinkedHashMap<String, T>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }
}
