package org.offhook.agent.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.ToolParameter.Type;

/** The arguments of one tool: told to the model as JSON Schema, and held to it. Thread-safe. */
final class ToolArguments {
    private static final int LONGEST = 16 * 1024;

    /** More digits than these are no number of ours, and some are too dear to write out. */
    private static final int MOST_DIGITS = 30;

    private static final ObjectMapper json =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final Map<String, ToolParameter> parameters = new LinkedHashMap<>();

    ToolArguments(List<ToolParameter> parameters) {
        parameters.forEach(each -> this.parameters.put(each.name(), each));
    }

    /** JSON Schema of an object. */
    String schema() {
        ObjectNode schema = json.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        parameters.forEach((name, each) -> describe(each, properties.putObject(name)));
        var required = schema.putArray("required");
        parameters.values().stream()
                .filter(ToolParameter::required)
                .forEach(each -> required.add(each.name()));
        return schema.put("additionalProperties", false).toString();
    }

    private static void describe(ToolParameter parameter, ObjectNode out) {
        out.put("type", parameter.type().name().toLowerCase(Locale.ROOT));
        if (!parameter.description().isEmpty()) {
            out.put("description", parameter.description());
        }
        if (!parameter.choices().isEmpty()) {
            var choices = out.putArray("enum");
            for (String choice : parameter.choices()) {
                if (parameter.type() == Type.INTEGER) {
                    choices.add(Long.parseLong(choice));
                } else {
                    choices.add(choice);
                }
            }
        }
        if (parameter.maxLength() > 0) {
            out.put("maxLength", parameter.maxLength());
        }
        parameter.pattern().ifPresent(pattern -> out.put("pattern", pattern.pattern()));
        parameter.minimum().ifPresent(least -> out.put("minimum", least));
        parameter.maximum().ifPresent(most -> out.put("maximum", most));
    }

    /**
     * Those that the model gave, in the order of the declaration: {@code null} is as good as
     * nothing, as models write it for what they leave out.
     *
     * @throws ProviderException they break a rule; says which, for the model to do better
     */
    ObjectNode check(String argumentsJson) throws ProviderException {
        JsonNode given = parse(argumentsJson);
        for (var names = given.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            require(
                    parameters.containsKey(name),
                    "there is no parameter of such a name; there are "
                            + String.join(", ", parameters.keySet()));
        }
        ObjectNode checked = json.createObjectNode();
        for (ToolParameter parameter : parameters.values()) {
            JsonNode value = given.path(parameter.name());
            if (value.isMissingNode() || value.isNull()) {
                require(!parameter.required(), parameter.name() + " is missing");
            } else {
                checked.set(parameter.name(), check(parameter, value));
            }
        }
        return checked;
    }

    private static JsonNode parse(String argumentsJson) throws ProviderException {
        require(argumentsJson.length() <= LONGEST, "they are too long");
        try {
            JsonNode given = json.readTree(argumentsJson.isBlank() ? "{}" : argumentsJson);
            require(given.isObject(), "they must be a JSON object");
            return given;
        } catch (JsonProcessingException noJson) {
            throw new ProviderException("wrong arguments: they must be one JSON object");
        }
    }

    private static JsonNode check(ToolParameter parameter, JsonNode value)
            throws ProviderException {
        return switch (parameter.type()) {
            case STRING -> text(parameter, value);
            case INTEGER, NUMBER -> number(parameter, value);
            case BOOLEAN -> {
                require(value.isBoolean(), parameter.name() + " must be true or false");
                yield value;
            }
        };
    }

    private static JsonNode text(ToolParameter parameter, JsonNode value) throws ProviderException {
        String name = parameter.name();
        require(value.isTextual(), name + " must be a string");
        String text = value.textValue();
        chosen(parameter, text);
        int most = parameter.maxLength() > 0 ? parameter.maxLength() : ToolParameter.LONGEST_TEXT;
        require(
                text.codePointCount(0, text.length()) <= most,
                name + " must have at most " + most + " characters");
        if (parameter.pattern().isPresent()) {
            require(
                    parameter.pattern().get().matcher(text).find(),
                    name + " must match " + parameter.pattern().get().pattern());
        }
        return value;
    }

    private static JsonNode number(ToolParameter parameter, JsonNode value)
            throws ProviderException {
        String name = parameter.name();
        boolean whole = parameter.type() == Type.INTEGER;
        require(value.isNumber(), name + " must be a " + (whole ? "whole number" : "number"));
        BigDecimal number = value.decimalValue();
        require(
                number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS,
                name + " has too many digits");
        number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        require(!whole || number.scale() <= 0, name + " must be a whole number");
        chosen(parameter, number.toPlainString());
        if (parameter.minimum().isPresent()) {
            BigDecimal least = parameter.minimum().get();
            require(number.compareTo(least) >= 0, name + " must be at least " + least);
        }
        if (parameter.maximum().isPresent()) {
            BigDecimal most = parameter.maximum().get();
            require(number.compareTo(most) <= 0, name + " must be at most " + most);
        }
        return whole
                ? json.getNodeFactory().numberNode(number.toBigIntegerExact())
                : json.getNodeFactory().numberNode(new BigDecimal(number.toPlainString()));
    }

    private static void chosen(ToolParameter parameter, String text) throws ProviderException {
        require(
                parameter.choices().isEmpty() || parameter.choices().contains(text),
                parameter.name() + " must be one of " + String.join(", ", parameter.choices()));
    }

    private static void require(boolean good, String rule) throws ProviderException {
        if (!good) {
            throw new ProviderException("wrong arguments: " + rule);
        }
    }
}
