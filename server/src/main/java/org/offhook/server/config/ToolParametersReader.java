package org.offhook.server.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.ToolParameter.Type;

/**
 * Reads the JSON Schema of a tool's arguments. Knows the keywords that are checked before a request
 * goes out, and no others: one that is not checked would be a promise to nobody.
 */
final class ToolParametersReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private static final Map<String, Type> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("string", Type.STRING);
        TYPES.put("integer", Type.INTEGER);
        TYPES.put("number", Type.NUMBER);
        TYPES.put("boolean", Type.BOOLEAN);
    }

    private final Section section;

    /**
     * @param section the schema; an absent one is of no arguments
     */
    ToolParametersReader(Section section) {
        this.section = section;
    }

    List<ToolParameter> read() {
        section.choice("type", "object", Map.of("object", "object"));
        section.choice("additionalProperties", "false", Map.of("false", "false"));
        Map<String, Section> properties = section.named("properties");
        Set<String> required = required(properties);
        section.end();
        var parameters = new ArrayList<ToolParameter>();
        properties.forEach(
                (name, one) -> parameters.add(parameter(name, one, required.contains(name))));
        return parameters;
    }

    private Set<String> required(Map<String, Section> properties) {
        var required = new LinkedHashSet<String>();
        for (Section.Entry entry : section.entries("required")) {
            if (properties.containsKey(entry.text())) {
                required.add(entry.text());
            } else {
                String hint = Spelling.hint(entry.text(), properties.keySet());
                section.wrong(entry, "must be a name under properties" + hint);
            }
        }
        return required;
    }

    private static ToolParameter parameter(String name, Section one, boolean required) {
        if (!NAME.matcher(name).matches()) {
            one.problem("", "must have a name of letters, digits, _ and -, not a digit first");
        }
        one.required("type");
        Type type = one.choice("type", Type.STRING, TYPES);
        boolean text = type == Type.STRING;
        boolean number = type == Type.INTEGER || type == Type.NUMBER;
        goesWith(one, text, "string", "maxLength", "pattern");
        goesWith(one, number, "integer or number", "minimum", "maximum");
        goesWith(one, text || type == Type.INTEGER, "string or integer", "enum");
        int maxLength = one.whole("maxLength", 0, 1, ToolParameter.LONGEST_TEXT);
        String expression = "a regular expression";
        var read =
                new ToolParameter(
                        name,
                        type,
                        one.text("description", "").strip(),
                        required,
                        choices(one, type),
                        maxLength,
                        one.parsed(
                                "pattern",
                                Optional.empty(),
                                expression,
                                form -> pattern(form).map(Optional::of)),
                        limit(one, "minimum"),
                        limit(one, "maximum"));
        if (read.minimum().isPresent()
                && read.maximum().isPresent()
                && read.minimum().get().compareTo(read.maximum().get()) > 0) {
            one.wrong("maximum", "must not be below minimum");
        }
        one.end();
        return read;
    }

    private static void goesWith(Section one, boolean good, String types, String... keywords) {
        for (String keyword : keywords) {
            if (one.has(keyword) && !good) {
                one.problem(keyword, "goes with type " + types);
            }
        }
    }

    private static List<String> choices(Section one, Type type) {
        var choices = new ArrayList<String>();
        for (Section.Entry entry : one.entries("enum")) {
            if (type == Type.INTEGER && !entry.text().matches("0|-?[1-9]\\d{0,17}")) {
                one.wrong(entry, "must be a whole number");
            } else if (choices.contains(entry.text())) {
                one.wrong(entry, "must be there once");
            } else {
                choices.add(entry.text());
            }
        }
        if (choices.isEmpty() && one.has("enum")) {
            one.problem("enum", "must have something to choose");
        }
        return choices;
    }

    private static Optional<BigDecimal> limit(Section one, String keyword) {
        return one.parsed(
                keyword,
                Optional.empty(),
                "a number",
                text ->
                        text.strip().matches("-?\\d{1,18}(\\.\\d{1,9})?")
                                ? Optional.of(Optional.of(new BigDecimal(text.strip())))
                                : Optional.empty());
    }

    private static Optional<Pattern> pattern(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            return Optional.empty();
        }
    }
}
