package org.offhook.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.offhook.agent.RealtimeModel;
import org.offhook.agent.provider.OpenAiRealtime;
import org.offhook.agent.provider.RealtimeConfig;
import org.offhook.server.config.RealtimeSettings;
import org.offhook.server.config.ServerConfig;

/** The realtime models of the configuration, each made once and shared by its agents. */
final class RealtimeModels implements AutoCloseable {
    private final ServerConfig config;
    private final Map<String, RealtimeModel> models = new HashMap<>();

    RealtimeModels(ServerConfig config) {
        this.config = config;
    }

    Optional<RealtimeModel> of(ServerConfig.Agent agent) {
        return agent.realtime().models().stream()
                .findFirst()
                .map(name -> models.computeIfAbsent(name, this::newModel));
    }

    Collection<RealtimeModel> all() {
        return models.values();
    }

    private RealtimeModel newModel(String name) {
        RealtimeSettings m = config.realtimeModels().get(name);
        String key = m.apiKey().value();
        RealtimeConfig usual = RealtimeConfig.of(name, m.baseUrl(), key, m.model());
        return new OpenAiRealtime(
                new RealtimeConfig(
                        name,
                        m.baseUrl(),
                        key,
                        m.model(),
                        m.voice(),
                        m.azure(),
                        m.apiVersion(),
                        m.beta(),
                        m.maxTokens(),
                        m.firstAudioTimeout(),
                        m.sessionLimit(),
                        usual.headers()));
    }

    @Override
    public void close() {
        models.values().forEach(RealtimeModel::close);
    }
}
