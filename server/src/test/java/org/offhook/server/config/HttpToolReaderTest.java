package org.offhook.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.offhook.agent.ToolParameter.Type;
import org.offhook.agent.provider.HttpTool.Method;

/** Tools that are HTTP requests, as operators declare them. */
class HttpToolReaderTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("SHOP_KEY", "s3cret-key");

    private static ServerConfig read(String text) throws ConfigException {
        return ServerConfigReader.read("test.yaml", Path.of("/"), text, ENVIRONMENT::get);
    }

    private static List<String> problems(String text) {
        return assertThrows(ConfigException.class, () -> read(text)).problems();
    }

    @Test
    void aWholeToolIsReadAndGivenToAnAgent() throws Exception {
        ServerConfig config =
                read(
                        """
                        tools:
                          book_table:
                            kind: http
                            description: Books a table.
                            url: https://shop.example/v1/days/{day}/tables?branch=7
                            method: POST
                            timeout: 3s
                            headers:
                              Authorization: Bearer ${SHOP_KEY}
                              X-Key: ${SHOP_KEY}
                              X-Plain: plain
                            parameters:
                              type: object
                              required: [day, people]
                              properties:
                                day: {type: string, pattern: '^\\d{4}-\\d\\d-\\d\\d$', maxLength: 10}
                                people: {type: integer, minimum: 1, maximum: 12}
                                room: {type: string, enum: [inside, garden], description: where}
                                tip: {type: number, minimum: 0.5}
                                child: {type: boolean}
                        agents:
                        - name: desk
                          numbers: ['*']
                          bank: demo
                          tools: [book_table, hang_up]
                          instructions: Use `book_table`, then `hang_up`.
                        """);
        var tool = assertInstanceOf(ToolChoice.Http.class, config.tools().get("book_table"));
        assertEquals("Books a table.", tool.description());
        assertEquals(Method.POST, tool.method());
        assertEquals(Set.of("day"), tool.url().placeholders());
        assertEquals(Duration.ofSeconds(3), tool.timeout());
        assertEquals("Bearer s3cret-key", tool.headers().get("Authorization").value());
        assertEquals("s3cret-key", tool.headers().get("X-Key").value());
        assertEquals("plain", tool.headers().get("X-Plain").value());
        assertFalse(config.toString().contains("s3cret"), "a secret is printed");
        var parameters = tool.parameters();
        assertEquals(5, parameters.size());
        assertEquals(10, parameters.get(0).maxLength());
        assertTrue(parameters.get(0).required());
        assertTrue(parameters.get(0).pattern().isPresent());
        assertEquals(Type.INTEGER, parameters.get(1).type());
        assertEquals(new BigDecimal("12"), parameters.get(1).maximum().orElseThrow());
        assertEquals(List.of("inside", "garden"), parameters.get(2).choices());
        assertFalse(parameters.get(2).required());
        assertEquals(new BigDecimal("0.5"), parameters.get(3).minimum().orElseThrow());
        assertEquals(List.of("book_table", "hang_up"), config.agents().getFirst().tools().names());
    }

    @Test
    void theLeastToolIsAGetWithoutArguments() throws Exception {
        var tools =
                read("tools:\n  time: {kind: http, description: d, url: 'http://host/'}").tools();
        var tool = assertInstanceOf(ToolChoice.Http.class, tools.get("time"));
        assertEquals(Method.GET, tool.method());
        assertEquals(Duration.ofSeconds(5), tool.timeout());
        assertEquals(List.of(), tool.parameters());
    }

    @Test
    void eachMistakeHasItsLine() {
        assertEquals(
                List.of(
                        "test.yaml:2: tools.hang_up: must have another name: there is a built-in"
                                + " tool of this one",
                        "test.yaml:3: tools.hang_up.kind: must be one of http, got \"htp\"",
                        "test.yaml:5: tools.hang_up.url: has {oder}, which is no parameter, did you"
                                + " mean \"order\"?",
                        "test.yaml:6: tools.hang_up.method: must be one of GET, POST, PUT, PATCH,"
                                + " DELETE, got \"FETCH\"",
                        "test.yaml:7: tools.hang_up.timeout: must be a duration from 100ms to 1m,"
                                + " got \"5\"",
                        "test.yaml:9: tools.hang_up.headers.Host: is a header that is not yours to"
                                + " set",
                        "test.yaml:10: tools.hang_up.headers.X-Key: environment variable NO_KEY is"
                                + " not set",
                        "test.yaml:11: tools.hang_up.header: is not a known key, did you mean"
                                + " \"headers\"?",
                        "test.yaml:14: tools.hang_up.parameters.properties.order.format: is not a"
                                + " known key; known: type, maxLength, description, enum,"
                                + " pattern, minimum, maximum"),
                problems(
                        """
                        tools:
                          hang_up:
                            kind: htp
                            description: d
                            url: https://host/{oder}
                            method: FETCH
                            timeout: 5
                            headers:
                              Host: elsewhere
                              X-Key: Token ${NO_KEY}
                            header: {}
                            parameters:
                              properties:
                                order: {type: string, format: date}
                        """));
    }

    @Test
    void aSchemaHoldsWhatIsChecked() {
        assertEquals(
                List.of(
                        "test.yaml:7: tools.t.parameters.type: must be one of object, got"
                                + " \"array\"",
                        "test.yaml:8: tools.t.parameters.required: must be a name under"
                                + " properties, did you mean \"day\"?, got \"dya\"",
                        "test.yaml:10: tools.t.parameters.properties.day.type: must be one of"
                                + " string, integer, number, boolean, got \"object\"",
                        "test.yaml:11: tools.t.parameters.properties.no.maxLength: goes with type"
                                + " string",
                        "test.yaml:12: tools.t.parameters.properties.re.pattern: must be a regular"
                                + " expression, got \"(\"",
                        "test.yaml:13: tools.t.parameters.properties.max.maximum: must not be below"
                                + " minimum, got \"1\"",
                        "test.yaml:14: tools.t.parameters.properties.pick.enum[1]: must be a whole"
                                + " number, got \"two\"",
                        "test.yaml:15: tools.t.parameters.anyOf: is not a known key; known: type,"
                                + " additionalProperties, properties, required"),
                problems(
                        """
                        tools:
                          t:
                            kind: http
                            description: d
                            url: https://host/
                            parameters:
                              type: array
                              required: dya
                              properties:
                                day: {type: object}
                                no: {type: integer, maxLength: 5}
                                re: {type: string, pattern: (}
                                max: {type: number, minimum: 2, maximum: 1}
                                pick: {type: integer, enum: [1, two]}
                              anyOf: []
                        """));
    }

    @Test
    void placesAreRequiredAndTheQueryIsTheOperators() {
        String tool =
                """
                tools:
                  t:
                    kind: http
                    description: d
                    url: %s
                    parameters: {properties: {day: {type: string}}}
                """;
        assertEquals(
                List.of("test.yaml:5: tools.t.url: has {day}, so it must be among required"),
                problems(tool.formatted("https://host/{day}")));
        assertEquals(
                List.of("test.yaml:5: tools.t.url: has the parameter day in its query"),
                problems(tool.formatted("https://host/?day=1")));
        assertEquals(
                List.of("test.yaml:5: tools.t.url: must have its {parameters} in the path only"),
                problems(tool.formatted("https://host/?key=s3cret&x={day}")));
    }

    @Test
    void anAgentMayOnlyNameWhatThereIs() {
        assertEquals(
                List.of(
                        "test.yaml:7: agents[0].tools[1]: must be the name of a tool, did you mean"
                                + " \"find-order\"?, got \"find-ordr\""),
                problems(
                        """
                        tools:
                          find-order: {kind: http, description: d, url: 'https://host/'}
                        agents:
                        - name: desk
                          numbers: ['*']
                          bank: demo
                          tools: [hang_up, find-ordr]
                        """));
    }
}
