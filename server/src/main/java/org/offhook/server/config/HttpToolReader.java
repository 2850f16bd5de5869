package org.offhook.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.provider.HttpTool.Method;
import org.offhook.agent.provider.UrlTemplate;

/** Reads one tool of kind {@code http}. */
final class HttpToolReader {
    private static final Map<String, Method> METHODS =
            Arrays.stream(Method.values())
                    .collect(
                            Collectors.toMap(
                                    Method::name,
                                    method -> method,
                                    (one, _) -> one,
                                    LinkedHashMap::new));

    /** Ours to say: they tell where a request ends, where it goes and what its body is. */
    private static final Set<String> OUR_HEADERS =
            Set.of(
                    "connection",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "te",
                    "transfer-encoding",
                    "upgrade");

    private static final UrlTemplate NOWHERE = UrlTemplate.parse("http://localhost/");

    private final Secrets secrets;
    private final Section section;

    /**
     * @param section the tool's
     */
    HttpToolReader(Secrets secrets, Section section) {
        this.secrets = secrets;
        this.section = section;
    }

    ToolChoice.Http read() {
        String description = section.required("description");
        Method method = section.choice("method", Method.GET, METHODS);
        UrlTemplate url = url();
        List<ToolParameter> parameters =
                new ToolParametersReader(section.section("parameters")).read();
        checkPlaces(url, parameters);
        checkQuery(url, method, parameters);
        Duration timeout =
                section.duration(
                        "timeout",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1));
        SequencedMap<String, Secret> headers = headers(section.section("headers"));
        section.end();
        return new ToolChoice.Http(description, method, url, parameters, timeout, headers);
    }

    private UrlTemplate url() {
        String text = section.required("url");
        try {
            return text.isEmpty() ? NOWHERE : UrlTemplate.parse(text);
        } catch (IllegalArgumentException wrong) {
            // Not shown: its query may hold a key.
            section.problem("url", wrong.getMessage());
            return NOWHERE;
        }
    }

    private void checkPlaces(UrlTemplate url, List<ToolParameter> parameters) {
        for (String place : url.placeholders().stream().sorted().toList()) {
            Optional<ToolParameter> parameter =
                    parameters.stream().filter(each -> each.name().equals(place)).findFirst();
            if (parameter.isEmpty()) {
                String hint =
                        Spelling.hint(place, parameters.stream().map(ToolParameter::name).toList());
                section.problem("url", "has {" + place + "}, which is no parameter" + hint);
            } else if (!parameter.get().required()) {
                section.problem("url", "has {" + place + "}, so it must be among required");
            }
        }
    }

    /** A server may take the first of two values or the last: the operator's must stand. */
    private void checkQuery(UrlTemplate url, Method method, List<ToolParameter> parameters) {
        for (ToolParameter parameter : parameters) {
            boolean inQuery = !method.hasBody() && !url.placeholders().contains(parameter.name());
            if (inQuery && url.queryNames().contains(parameter.name())) {
                section.problem("url", "has the parameter " + parameter.name() + " in its query");
            }
        }
    }

    private SequencedMap<String, Secret> headers(Section all) {
        var headers = new LinkedHashMap<String, Secret>();
        for (String name : all.keys()) {
            Secret value = secrets.within(all, name);
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                all.problem(name, "must be the name of a header");
            } else if (OUR_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                all.problem(name, "is a header that is not yours to set");
            } else if (!value.value().matches("[ -~]*")) {
                all.problem(name, "has a character that no header can carry");
            }
            headers.put(name, value);
        }
        return headers;
    }
}
