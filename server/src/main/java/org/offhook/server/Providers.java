package org.offhook.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.Recogniser;
import org.offhook.agent.RealtimeModel;
import org.offhook.agent.Toolbox;
import org.offhook.agent.Voice;
import org.offhook.agent.local.ConsoleProgress;
import org.offhook.agent.local.FliteVoice;
import org.offhook.agent.local.KokoroVoice;
import org.offhook.agent.local.ModelFile;
import org.offhook.agent.local.ModelFiles;
import org.offhook.agent.loudness.LevelledVoice;
import org.offhook.agent.pronunciation.PronouncingVoice;
import org.offhook.agent.provider.CartesiaConfig;
import org.offhook.agent.provider.CartesiaVoice;
import org.offhook.agent.provider.ChatConfig;
import org.offhook.agent.provider.ElevenLabsConfig;
import org.offhook.agent.provider.ElevenLabsVoice;
import org.offhook.agent.provider.OpenAiChat;
import org.offhook.agent.provider.OpenAiSpeech;
import org.offhook.agent.provider.SpeechConfig;
import org.offhook.agent.provider.OpenAiTranscription;
import org.offhook.agent.provider.RecogniserConfig;
import org.offhook.agent.provider.StreamingRecogniser;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.RecogniserChoice;
import org.offhook.server.config.ServerConfig;

/**
 * The language models, voices, recognisers and tools of the configuration, each made once and
 * shared by its agents.
 */
final class Providers implements AutoCloseable {
    private final ServerConfig config;
    private final ModelFiles files;
    private final Map<String, LanguageModel> models = new HashMap<>();
    private final Map<String, Voice> voices = new HashMap<>();
    private final Map<String, Recogniser> recognisers = new HashMap<>();
    private final Chains chains = new Chains();
    private final RealtimeModels realtime;
    private final McpServers mcp;
    private final OutsideTools tools;

    Providers(ServerConfig config, ModelFiles files) {
        this.config = config;
        realtime = new RealtimeModels(config);
        mcp = new McpServers(config);
        tools = new OutsideTools(config);
        this.files = files;
    }

    Optional<LanguageModel> model(ServerConfig.Agent agent) {
        var inOrder = new LinkedHashMap<String, LanguageModel>();
        for (String name : agent.services().languageModels()) {
            inOrder.put(name, models.computeIfAbsent(name, this::newModel));
        }
        return chains.models(inOrder, name -> config.languageModels().get(name).hedgeAfter());
    }

    Optional<RealtimeModel> realtime(ServerConfig.Agent agent) {
        return realtime.of(agent);
    }

    /** Tools from elsewhere; what they come from is started in the background. */
    List<Toolbox> toolboxes(ServerConfig.Agent agent) {
        return Stream.concat(tools.of(agent).stream(), mcp.of(agent.tools()).stream()).toList();
    }

    /** Waits until each tool server has been tried; what is wrong with one is the file's fault. */
    void checkTools(Duration limit) throws ConfigException, InterruptedException {
        mcp.check(limit);
    }

    /** Says which tool servers are not there. */
    List<String> missingTools() throws InterruptedException {
        return mcp.missing(Duration.ZERO);
    }

    private LanguageModel newModel(String name) {
        ServerConfig.LanguageModel m = config.languageModels().get(name);
        ChatConfig usual = ChatConfig.of(name, m.baseUrl(), m.apiKey().value(), m.model());
        return new OpenAiChat(
                new ChatConfig(
                        name,
                        m.baseUrl(),
                        m.apiKey().value(),
                        m.model(),
                        m.temperature(),
                        m.maxTokens(),
                        m.firstTokenTimeout(),
                        usual.totalTimeout(),
                        usual.headers()));
    }

    /**
     * Speaks as the agent's language is read: the configured voices; without any what this machine
     * has for English, if anything.
     */
    Optional<Voice> voice(ServerConfig.Agent agent) throws IOException, InterruptedException {
        return chains.voices(voicesInOrder(agent)).map(voice -> reading(agent, voice));
    }

    /** The same voices one by one, for what is prepared. */
    List<Voice> preparingVoices(ServerConfig.Agent agent) throws IOException, InterruptedException {
        return voicesInOrder(agent).values().stream().map(voice -> reading(agent, voice)).toList();
    }

    private static Voice reading(ServerConfig.Agent agent, Voice voice) {
        return new PronouncingVoice(voice, agent.persona().language());
    }

    private SequencedMap<String, Voice> voicesInOrder(ServerConfig.Agent agent)
            throws IOException, InterruptedException {
        var inOrder = new LinkedHashMap<String, Voice>();
        for (String name : agent.services().voices()) {
            if (!voices.containsKey(name)) {
                voices.put(name, new LevelledVoice(newVoice(name)));
            }
            inOrder.put(name, voices.get(name));
        }
        if (inOrder.isEmpty() && agent.persona().isEnglish()) {
            ofMachine().ifPresent(voice -> inOrder.put("", voice));
        }
        return inOrder;
    }

    private Optional<Voice> ofMachine() {
        if (!voices.containsKey("")) {
            FliteVoice.find().ifPresent(voice -> voices.put("", new LevelledVoice(voice)));
        }
        return Optional.ofNullable(voices.get(""));
    }

    private Voice newVoice(String name) throws IOException, InterruptedException {
        return switch (config.voices().get(name)) {
            case ServerConfig.Voice.OpenAi(var url, var key, var model, var voice, var speed) ->
                    new OpenAiSpeech(
                            SpeechConfig.of(name, url, key.value(), model, voice).withSpeed(speed));
            case ServerConfig.Voice.ElevenLabs(var url, var key, var model, var voice, var speed) ->
                    new ElevenLabsVoice(
                            ElevenLabsConfig.of(name, url, key.value(), model, voice)
                                    .withSpeed(speed));
            case ServerConfig.Voice.Cartesia(var url, var key, var model, var voice, var speed) ->
                    new CartesiaVoice(
                            CartesiaConfig.of(name, url, key.value(), model, voice)
                                    .withSpeed(speed));
            case ServerConfig.Voice.Flite(var voice) ->
                    FliteVoice.find(voice)
                            .orElseThrow(() ->
                                    new IOException(
                                            "voice "
                                                    + name
                                                    + ": flite is not installed, or has no voice "
                                                    + voice));
            case ServerConfig.Voice.Kokoro() -> kokoro(files);
        };
    }

    /** The model of the demo's voice; fetched when first asked for. */
    static KokoroVoice kokoro(ModelFiles files) throws IOException, InterruptedException {
        files.fetch(ModelFile.kokoro(), ConsoleProgress.onStandardError());
        return KokoroVoice.load(
                files.file(ModelFile.KOKORO_MODEL),
                files.file(ModelFile.KOKORO_HEART),
                files.file(ModelFile.KOKORO_TOKENS));
    }

    /**
     * The configured recognisers, and behind them the one on this machine, where it knows the
     * language.
     *
     * @param local not ours to close
     */
    Recogniser recogniser(ServerConfig.Agent agent, Recogniser local) {
        var inOrder = new LinkedHashMap<String, Recogniser>();
        for (String name : agent.services().recognisers()) {
            inOrder.put(name, recogniser(name, local));
        }
        if (agent.persona().isEnglish() && !inOrder.containsValue(local)) {
            inOrder.put("local", local);
        }
        return chains.recognisers(inOrder).orElse(local);
    }

    private Recogniser recogniser(String name, Recogniser local) {
        RecogniserChoice choice = config.recognisers().get(name);
        return choice instanceof RecogniserChoice.Local
                ? local
                : recognisers.computeIfAbsent(name, _ -> newRecogniser(name, choice, local));
    }

    private static Recogniser newRecogniser(
            String name, RecogniserChoice choice, Recogniser local) {
        return switch (choice) {
            case RecogniserChoice.Local() -> local;
            case RecogniserChoice.Deepgram(var remote) ->
                    StreamingRecogniser.deepgram(remote(name, remote));
            case RecogniserChoice.Vosk(var remote) ->
                    StreamingRecogniser.vosk(remote(name, remote));
            case RecogniserChoice.OpenAi(var remote, boolean streamed) ->
                    new OpenAiTranscription(remote(name, remote), streamed);
        };
    }

    private static RecogniserConfig remote(String name, RecogniserChoice.Remote remote) {
        return new RecogniserConfig(
                name,
                remote.baseUrl(),
                remote.apiKey().value(),
                remote.model(),
                remote.language(),
                remote.timeout(),
                Map.of());
    }

    /**
     * Asks all providers at once whether they accept us; a minute at most, as each has limits.
     *
     * @throws KeyRefusedException one does not; the message begins with its key
     */
    void check() throws KeyRefusedException, InterruptedException {
        var refused = new ConcurrentLinkedQueue<String>();
        var threads = new ArrayList<Thread>();
        for (LanguageModel model : models.values()) {
            threads.add(checking("language-models", model::check, refused));
        }
        for (Voice voice : voices.values()) {
            threads.add(checking("voices", voice::check, refused));
        }
        for (Recogniser recogniser : recognisers.values()) {
            threads.add(checking("recognisers", recogniser::check, refused));
        }
        for (RealtimeModel model : realtime.all()) {
            threads.add(checking("realtime-models", model::check, refused));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!refused.isEmpty()) {
            throw new KeyRefusedException(String.join("; ", refused));
        }
    }

    private interface Check {
        void run() throws KeyRefusedException, InterruptedException;
    }

    /** A refusal begins with the provider's name, so the section is all that its key lacks. */
    private static Thread checking(String section, Check check, Queue<String> refused) {
        return Thread.ofVirtual()
                .name("check-" + section)
                .start(() -> {
                    try {
                        check.run();
                    } catch (KeyRefusedException no) {
                        refused.add(section + "." + no.getMessage());
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    public void close() {
        mcp.close();
        realtime.close();
        tools.close();
        models.values().forEach(LanguageModel::close);
        voices.values().forEach(Voice::close);
        recognisers.values().forEach(Recogniser::close);
    }
}
