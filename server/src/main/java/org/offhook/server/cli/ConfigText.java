package org.offhook.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.offhook.agent.KeysBy;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.TransferTargets.Manner;
import org.offhook.cache.Answer;
import org.offhook.server.config.CallsSettings;
import org.offhook.server.config.Forms;
import org.offhook.server.config.McpSettings;
import org.offhook.server.config.RealtimeSettings;
import org.offhook.server.config.RecogniserChoice;
import org.offhook.server.config.Secret;
import org.offhook.server.config.ServerConfig;
import org.offhook.server.config.ToolChoice;
import org.offhook.sip.TlsConfig;
import org.offhook.sip.Transport;

/** A configuration as lines for the operator: every key with its value, secrets as dots. Pure. */
final class ConfigText {
    private ConfigText() {}

    static List<String> lines(ServerConfig config) {
        var lines = new ArrayList<String>();
        sip(config.sip(), lines);
        ServerConfig.Media media = config.media();
        lines.add("media.ports: " + media.ports() + " (" + media.ports().calls() + " calls)");
        lines.add("media.codecs: " + String.join(", ", media.codecs()));
        lines.add("media.rtp-timeout: " + Forms.show(media.rtpTimeout()));
        lines.add("media.srtp: " + media.srtp().name().toLowerCase(Locale.ROOT));
        lines.add("media.keys: " + media.keys().name().toLowerCase(Locale.ROOT));
        lines.add("media.dtmf: " + dtmf(media.dtmf()));
        config.lines().forEach(line -> lines.add(line(line)));
        config.agents().forEach(agent -> lines.add(agent(agent)));
        config.languageModels().forEach((name, model) -> lines.add(model(name, model)));
        config.realtimeModels().forEach((name, model) -> lines.add(realtime(name, model)));
        config.voices().forEach((name, voice) -> lines.add("voice " + name + ": " + voice(voice)));
        config.recognisers()
                .forEach((name, one) -> lines.add("recogniser " + name + ": " + recogniser(one)));
        config.mcpServers().forEach((name, server) -> lines.add(mcp(name, server)));
        config.tools().forEach((name, tool) -> lines.add("tool " + name + ": " + tool(tool)));
        lines.add("recogniser.size: " + lower(config.recogniser()));
        lines.add(calls(config.calls()));
        lines.add("data: " + config.data());
        lines.add("models: " + config.models());
        lines.add("shutdown.limit: " + Forms.show(config.shutdownLimit()));
        return lines;
    }

    private static String dtmf(KeysBy by) {
        return switch (by) {
            case AUTO -> "auto";
            case EVENTS -> "rfc4733";
            case INFO -> "info";
        };
    }

    private static String calls(CallsSettings calls) {
        return "calls: most %d, most-of-line %d, to %s"
                .formatted(
                        calls.most(),
                        calls.mostOfLine(),
                        calls.to().isEmpty() ? "all" : String.join(" ", calls.to()));
    }

    private static void sip(ServerConfig.Sip sip, List<String> lines) {
        String host = sip.listen().getAddress().getHostAddress();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        lines.add("sip.listen: " + shown + ":" + sip.listen().getPort());
        lines.add(
                "sip.transports: "
                        + sip.transports().stream()
                                .sorted()
                                .map(ConfigText::lower)
                                .collect(Collectors.joining(", ")));
        String external = sip.externalAddress();
        lines.add("sip.external-address: " + (external.isEmpty() ? "none" : external));
        lines.add("sip.max-calls: " + sip.maxCalls());
        lines.add("sip.user-agent: " + sip.userAgent());
        sip.tls().ifPresent(tls -> lines.add(tls(tls)));
        var callers = sip.callers();
        if (!callers.trusted().isEmpty()) {
            lines.add("sip.trusted: " + String.join(", ", callers.trusted()));
        }
        if (!callers.passwords().isEmpty()) {
            lines.add("sip.callers: " + String.join(", ", callers.passwords().keySet()));
        }
    }

    private static String tls(TlsConfig tls) {
        return "sip.tls: port %d, certificate %s, authorities %s, demand-certificate %s"
                .formatted(
                        tls.port(),
                        tls.identity().map(own -> own.certificate().toString()).orElse("none"),
                        tls.authorities().map(Path::toString).orElse("the system's"),
                        tls.demandsCertificate());
    }

    private static String line(ServerConfig.Line line) {
        String proxy = line.outboundProxy();
        return "line %s: %s at %s%s, auth-user %s, password %s, expires %s"
                .formatted(
                        line.name(),
                        line.user(),
                        line.registrar(),
                        proxy.isEmpty() ? "" : " by " + proxy,
                        line.authUser(),
                        line.password(),
                        Forms.show(line.expires()));
    }

    private static String agent(ServerConfig.Agent agent) {
        return ("agent %s: numbers %s; bank %s; language-model %s; voice %s; recogniser %s;"
                        + " max-call %s; silence %s; max-calls %d;"
                        + " end-of-turn %s; longest-pause %s; prompts %d; language %s; greeting %s; way-out %s; realtime-model %s; cache %s; tools %s; transfers %s; transfer-to %s;"
                        + " slots %s; time-zone %s")
                .formatted(
                        agent.name(),
                        String.join(" ", agent.numbers()),
                        bank(agent.bank()),
                        names(agent.services().languageModels()),
                        names(agent.services().voices()),
                        recognisers(agent.services().recognisers()),
                        Forms.show(agent.limits().maxCall()),
                        Forms.show(agent.limits().silence()),
                        agent.limits().maxCalls(),
                        Forms.show(agent.limits().endOfTurn()),
                        Forms.show(agent.limits().longestPause()),
                        agent.limits().prompts(),
                        agent.persona().language().toLanguageTag(),
                        agent.persona().greeting().isEmpty() ? "the bank's" : "its own",
                        wayOut(agent.wayOut()),
                        names(agent.realtime().models()),
                        agent.realtime().cache().name().toLowerCase(Locale.ROOT),
                        names(agent.tools().names()),
                        names(
                                agent.tools().transfers().entrySet().stream()
                                        .map(each -> transfer(each.getKey(), each.getValue()))
                                        .toList()),
                        names(agent.tools().transferTo()),
                        names(agent.slots().names().stream().sorted().toList()),
                        agent.slots().zone());
    }

    private static String mcp(String name, McpSettings server) {
        boolean web = server.command().isEmpty();
        return "mcp-server %s: %s; %s %s; timeout %s; tools %s"
                .formatted(
                        name,
                        web ? server.url() : server.command().getFirst(),
                        web ? "headers" : "env",
                        (web ? server.headers() : server.env()),
                        Forms.show(server.timeout()),
                        server.tools().isEmpty() ? "all" : names(server.tools()));
    }

    private static String wayOut(Answer.Then wayOut) {
        return switch (wayOut) {
            case Answer.Then.Transfer(String uri) -> "transfer " + uri;
            case Answer.Then.HangUp(), Answer.Then.Listen(), Answer.Then.TakeMessage() -> "hangup";
        };
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String transfer(String name, ServerConfig.Transfer transfer) {
        return switch (transfer.manner()) {
            case Manner.Blind() -> name;
            case Manner.Attended(var ring, String whisper, boolean confirm) ->
                    "%s (attended, ring %s%s%s)"
                            .formatted(
                                    name,
                                    Forms.show(ring),
                                    whisper.isEmpty() ? "" : ", whisper",
                                    confirm ? ", confirm" : "");
        };
    }

    private static String recognisers(List<String> names) {
        return names.isEmpty() ? "local" : names(names);
    }

    private static String recogniser(RecogniserChoice choice) {
        return switch (choice) {
            case RecogniserChoice.Local() -> "local";
            case RecogniserChoice.Deepgram(var remote) -> "deepgram " + remote(remote);
            case RecogniserChoice.Vosk(var remote) -> "vosk " + remote(remote);
            case RecogniserChoice.OpenAi(var remote, var streamed) ->
                    "openai " + remote(remote) + ", stream " + streamed;
        };
    }

    private static String remote(RecogniserChoice.Remote remote) {
        return "%s at %s, api-key %s, language %s, timeout %s"
                .formatted(
                        remote.model().isEmpty() ? "its own model" : remote.model(),
                        remote.baseUrl(),
                        remote.apiKey(),
                        remote.language().isEmpty() ? "the agent's" : remote.language(),
                        Forms.show(remote.timeout()));
    }

    private static String tool(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Http tool ->
                    "http %s %s, parameters %s, timeout %s, headers %s"
                            .formatted(
                                    tool.method(),
                                    tool.url().shown(),
                                    names(
                                            tool.parameters().stream()
                                                    .map(ToolParameter::name)
                                                    .toList()),
                                    Forms.show(tool.timeout()),
                                    names(List.copyOf(tool.headers().sequencedKeySet())));
        };
    }

    private static String bank(ServerConfig.Bank bank) {
        return switch (bank) {
            case ServerConfig.Bank.Demo() -> "demo";
            case ServerConfig.Bank.File(Path path) -> path.toString();
        };
    }

    private static String model(String name, ServerConfig.LanguageModel model) {
        return ("language-model %s: %s at %s, api-key %s, temperature %s, max-tokens %d,"
                        + " first-token-timeout %s, hedge-after %s")
                .formatted(
                        name,
                        model.model(),
                        model.baseUrl(),
                        model.apiKey(),
                        model.temperature(),
                        model.maxTokens(),
                        Forms.show(model.firstTokenTimeout()),
                        Forms.show(model.hedgeAfter()));
    }

    private static String realtime(String name, RealtimeSettings model) {
        return ("realtime-model %s: %s, voice %s, at %s, protocol %s, api-key %s,"
                        + " first-audio-timeout %s, session-limit %s")
                .formatted(
                        name,
                        model.model(),
                        model.voice().isEmpty() ? "the model's" : model.voice(),
                        model.baseUrl()
                                + (model.apiVersion().isEmpty() ? "" : " " + model.apiVersion()),
                        model.beta() ? "beta" : "ga",
                        model.apiKey(),
                        Forms.show(model.firstAudioTimeout()),
                        Forms.show(model.sessionLimit()));
    }

    private static String voice(ServerConfig.Voice voice) {
        return switch (voice) {
            case ServerConfig.Voice.OpenAi(var url, var key, var model, var name, var speed) ->
                    remote("openai", url, key, model, name, speed);
            case ServerConfig.Voice.ElevenLabs(var url, var key, var model, var name, var speed) ->
                    remote("elevenlabs", url, key, model, name, speed);
            case ServerConfig.Voice.Cartesia(var url, var key, var model, var name, var speed) ->
                    remote("cartesia", url, key, model, name, speed);
            case ServerConfig.Voice.Flite(String name) -> ("flite " + name).strip();
            case ServerConfig.Voice.Kokoro() -> "kokoro";
        };
    }

    private static String remote(
            String kind, String url, Secret key, String model, String name, double speed) {
        return "%s %s %s at %s, api-key %s, speed %s".formatted(kind, model, name, url, key, speed);
    }

    private static String lower(ServerConfig.Recogniser size) {
        return switch (size) {
            case BASE -> "base";
            case TINY -> "tiny";
        };
    }

    private static String lower(Transport transport) {
        return switch (transport) {
            case UDP -> "udp";
            case TCP -> "tcp";
            case TLS -> "tls";
        };
    }
}
