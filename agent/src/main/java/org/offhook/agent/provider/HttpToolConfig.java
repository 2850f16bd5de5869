package org.offhook.agent.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.offhook.agent.ToolParameter;

/**
 * A tool behind an HTTP request. Printing it shows no header's value.
 *
 * @param name as the model knows it
 * @param description when and how to use it, for the model
 * @param url each of its places is a required parameter
 * @param parameters in the order the model is told of them
 * @param timeout from asking to the last byte
 * @param headers sent with each request; values may be secrets
 */
public record HttpToolConfig(
        String name,
        String description,
        HttpTool.Method method,
        UrlTemplate url,
        List<ToolParameter> parameters,
        Duration timeout,
        Map<String, String> headers) {
    public HttpToolConfig {
        parameters = List.copyOf(parameters);
        headers = Map.copyOf(headers);
        Limits.check(name, "timeout", timeout);
        Access.checkHeaders(name, headers);
        var required =
                parameters.stream()
                        .filter(ToolParameter::required)
                        .map(ToolParameter::name)
                        .collect(Collectors.toSet());
        Access.require(
                required.containsAll(url.placeholders()),
                name + ": a place in the url is optional");
    }

    @Override
    public String toString() {
        return "name=%s, %s %s, headers=%s".formatted(name, method, url.shown(), headers.keySet());
    }
}
