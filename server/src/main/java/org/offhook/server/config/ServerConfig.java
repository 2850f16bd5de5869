package org.offhook.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.offhook.agent.CacheMode;
import org.offhook.agent.KeysBy;
import org.offhook.agent.SlotSources;
import org.offhook.agent.TransferTargets;
import org.offhook.cache.Answer;
import org.offhook.cache.English;
import org.offhook.media.KeyPolicy;
import org.offhook.media.SrtpPolicy;
import org.offhook.sip.TlsConfig;
import org.offhook.sip.Transport;

/**
 * Everything an operator can decide, checked by {@link ServerConfigReader}. Immutable; printing it
 * shows no secret.
 *
 * @param languageModels by the operator's name for each
 * @param voices by the operator's name for each
 * @param data what is kept: cache, prepared audio, log
 * @param models model files; all servers of a user share them
 * @param shutdownLimit calls still alive after this long are ended
 * @param recognisers by the operator's name for each
 * @param realtimeModels by the operator's name for each
 * @param mcpServers servers of tools, by the operator's name for each
 * @param tools what agents may be given beside the built-in ones, by the name that models know
 * @param answers how they are changed and learned while the program runs
 * @param calls that are placed over HTTP
 */
public record ServerConfig(
        Sip sip,
        Media media,
        List<Line> lines,
        List<Agent> agents,
        SequencedMap<String, LanguageModel> languageModels,
        SequencedMap<String, Voice> voices,
        Recogniser recogniser,
        Path data,
        Path models,
        Duration shutdownLimit,
        SequencedMap<String, RecogniserChoice> recognisers,
        SequencedMap<String, RealtimeSettings> realtimeModels,
        SequencedMap<String, McpSettings> mcpServers,
        SequencedMap<String, ToolChoice> tools,
        AnswersSettings answers,
        CallsSettings calls) {

    public ServerConfig {
        lines = List.copyOf(lines);
        agents = List.copyOf(agents);
    }

    /** The demo: answers every call to port 5060 from the bank that comes with the program. */
    public static ServerConfig defaults() {
        return ServerConfigReader.defaults();
    }

    public ServerConfig withListen(InetSocketAddress listen) {
        var changed =
                new Sip(
                        listen,
                        sip.transports,
                        sip.externalAddress,
                        sip.maxCalls,
                        sip.userAgent,
                        sip.callers,
                        sip.nameServer,
                        sip.tls);
        return with(changed, data, models);
    }

    public ServerConfig withData(Path folder) {
        return with(sip, folder, models);
    }

    public ServerConfig withModels(Path folder) {
        return with(sip, data, folder);
    }

    private ServerConfig with(Sip newSip, Path newData, Path newModels) {
        return new ServerConfig(
                newSip,
                media,
                lines,
                agents,
                languageModels,
                voices,
                recogniser,
                newData,
                newModels,
                shutdownLimit,
                recognisers,
                realtimeModels,
                mcpServers,
                tools,
                answers,
                calls);
    }

    /**
     * @param externalAddress address to tell peers behind NAT; empty for the local one
     * @param maxCalls one more is refused with 503
     * @param nameServer the one to ask where names lead; empty for those of the system
     * @param tls empty where TLS is none of the transports
     */
    public record Sip(
            InetSocketAddress listen,
            Set<Transport> transports,
            String externalAddress,
            int maxCalls,
            String userAgent,
            CallersSettings callers,
            Optional<InetSocketAddress> nameServer,
            Optional<TlsConfig> tls) {
        public Sip {
            transports = Set.copyOf(transports);
        }
    }

    /** UDP ports, both inclusive. */
    public record Ports(int first, int last) {
        /** RTP takes the even port of a pair. */
        public int calls() {
            return (last - first) / 2 + 1;
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    /**
     * @param codecs names as in SDP, the preferred first
     * @param rtpTimeout a call without RTP for this long is dead
     * @param srtp whether audio is encrypted
     * @param keys how its keys are agreed on where it is
     * @param dtmf how agents press keys
     */
    public record Media(
            Ports ports,
            List<String> codecs,
            Duration rtpTimeout,
            SrtpPolicy srtp,
            KeyPolicy keys,
            KeysBy dtmf) {
        public Media {
            codecs = List.copyOf(codecs);
        }
    }

    /**
     * An identity at a PBX.
     *
     * @param registrar {@code sip:HOST[:PORT][;transport=udp|tcp|tls]}
     * @param outboundProxy in the same form, empty for none
     * @param keepAlive zero for none
     * @param optionsEvery zero for never
     * @param registers false for a trunk
     */
    public record Line(
            String name,
            String registrar,
            String user,
            String authUser,
            Secret password,
            Duration expires,
            String outboundProxy,
            Duration keepAlive,
            Duration optionsEvery,
            boolean registers) {}

    /**
     * One receptionist.
     *
     * @param numbers called users it answers; {@code *} for all that nobody else answers
     * @param wayOut for a caller whose questions fail one after the other
     * @param realtime a model that hears and speaks itself
     * @param slots of its answers, and where they get their values
     */
    public record Agent(
            String name,
            List<String> numbers,
            Bank bank,
            Services services,
            Persona persona,
            Limits limits,
            Answer.Then wayOut,
            Realtime realtime,
            Tools tools,
            SlotSources slots) {
        public Agent {
            numbers = List.copyOf(numbers);
        }
    }

    /**
     * @param models names from the section of that kind, at most one; the language model of {@link
     *     Services} stands in where it cannot be reached
     * @param cache how prepared answers and a model share the work
     */
    public record Realtime(List<String> models, CacheMode cache) {
        public Realtime {
            models = List.copyOf(models);
        }
    }

    /**
     * What the model of an agent may do.
     *
     * @param names in the order of the file
     * @param transfers where the tool {@code transfer} may lead, by the names the model knows
     * @param transferTo SIP URIs with {@code *} that answers may lead to besides
     */
    public record Tools(
            List<String> names, SequencedMap<String, Transfer> transfers, List<String> transferTo) {
        public Tools {
            names = List.copyOf(names);
            transferTo = List.copyOf(transferTo);
        }
    }

    /**
     * @param to SIP URI
     * @param description for the model; may be empty
     * @param manner how a caller is passed on
     */
    public record Transfer(String to, String description, TransferTargets.Manner manner) {}

    /**
     * What an agent hears, thinks and speaks with: names from the sections of that kind, the first
     * choice first.
     *
     * @param languageModels empty for none: only prepared answers
     * @param voices empty for what the machine has
     * @param recognisers empty for the one on this machine
     */
    public record Services(
            List<String> languageModels, List<String> voices, List<String> recognisers) {
        public Services {
            languageModels = List.copyOf(languageModels);
            voices = List.copyOf(voices);
            recognisers = List.copyOf(recognisers);
        }
    }

    /**
     * Who an agent is.
     *
     * @param instructions system message for the model; empty for the usual one
     * @param greeting in place of the bank's; empty for that
     * @param language of its callers, its bank and its voice
     */
    public record Persona(String instructions, String greeting, Locale language) {
        /** What recogniser, cache and voices of this machine know. */
        public boolean isEnglish() {
            return English.is(language);
        }
    }

    /** Where an agent's prepared answers come from. */
    public sealed interface Bank {
        /** The one that comes with the program. */
        record Demo() implements Bank {}

        /** The operator's. */
        record File(Path path) implements Bank {}
    }

    /**
     * @param maxCall a call longer than this is told so and ended
     * @param silence a caller silent for this long is asked whether still there
     * @param maxCalls calls at once; one more hears busy
     * @param endOfTurn a pause that ends a turn after words that tell nothing
     * @param longestPause a pause that ends a turn in any case
     * @param prompts how often a silent caller is asked before the call ends
     */
    public record Limits(
            Duration maxCall,
            Duration silence,
            int maxCalls,
            Duration endOfTurn,
            Duration longestPause,
            int prompts) {}

    /**
     * A language model behind the OpenAI chat protocol.
     *
     * @param hedgeAfter when it is silent for so long, the agent's next one is asked as well
     */
    public record LanguageModel(
            String baseUrl,
            Secret apiKey,
            String model,
            double temperature,
            int maxTokens,
            Duration firstTokenTimeout,
            Duration hedgeAfter) {}

    /** Words to speech. */
    public sealed interface Voice {
        /** A provider behind the OpenAI speech protocol. */
        record OpenAi(String baseUrl, Secret apiKey, String model, String voice, double speed)
                implements Voice {}

        /** A voice behind ElevenLabs' streaming protocol. */
        record ElevenLabs(String baseUrl, Secret apiKey, String model, String voice, double speed)
                implements Voice {}

        /** A voice behind Cartesia's streaming protocol. */
        record Cartesia(String baseUrl, Secret apiKey, String model, String voice, double speed)
                implements Voice {}

        /** The flite program. */
        record Flite(String voice) implements Voice {}

        /** The Kokoro model on this machine. */
        record Kokoro() implements Voice {}
    }

    /** Size of the recogniser's model: {@link #TINY} where CPU is short. */
    public enum Recogniser {
        BASE,
        TINY
    }
}
