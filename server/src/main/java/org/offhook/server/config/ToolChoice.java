package org.offhook.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.provider.HttpTool;
import org.offhook.agent.provider.UrlTemplate;

/** A tool that the operator declares. */
public sealed interface ToolChoice {
    /**
     * One HTTP request.
     *
     * @param description when and how to use it, for the model
     */
    record Http(
            String description,
            HttpTool.Method method,
            UrlTemplate url,
            List<ToolParameter> parameters,
            Duration timeout,
            SequencedMap<String, Secret> headers)
            implements ToolChoice {
        public Http {
            parameters = List.copyOf(parameters);
            headers = new LinkedHashMap<>(headers);
        }
    }
}
