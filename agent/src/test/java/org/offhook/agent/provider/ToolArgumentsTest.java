package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.agent.ToolParameter;
import org.offhook.agent.ToolParameter.Type;

/** What a model writes as arguments, and what is made of it. */
class ToolArgumentsTest {
    private static final ToolArguments ARGUMENTS =
            new ToolArguments(
                    List.of(
                            new ToolParameter(
                                    "code",
                                    Type.STRING,
                                    "as on the bill",
                                    true,
                                    List.of(),
                                    4,
                                    Optional.of(Pattern.compile("^[A-Z]")),
                                    Optional.empty(),
                                    Optional.empty()),
                            new ToolParameter(
                                    "size",
                                    Type.STRING,
                                    "",
                                    false,
                                    List.of("S", "L"),
                                    0,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                            new ToolParameter(
                                    "people",
                                    Type.INTEGER,
                                    "",
                                    false,
                                    List.of(),
                                    0,
                                    Optional.empty(),
                                    Optional.of(BigDecimal.ONE),
                                    Optional.of(BigDecimal.TEN)),
                            new ToolParameter(
                                    "floor",
                                    Type.INTEGER,
                                    "",
                                    false,
                                    List.of("-1", "10"),
                                    0,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                            ToolParameter.of("weight", Type.NUMBER, false),
                            ToolParameter.of("gift", Type.BOOLEAN, false)));

    @Test
    void theModelIsToldEachRule() {
        assertEquals(
                "{\"type\":\"object\",\"properties\":{\"code\":{\"type\":\"string\",\"description\":\"as"
                        + " on the"
                        + " bill\",\"maxLength\":4,\"pattern\":\"^[A-Z]\"},\"size\":{\"type\":\"string\",\"enum\":[\"S\",\"L\"]},\"people\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":10},\"floor\":{\"type\":\"integer\",\"enum\":[-1,10]},\"weight\":{\"type\":\"number\"},\"gift\":{\"type\":\"boolean\"}},\"required\":[\"code\"],\"additionalProperties\":false}",
                ARGUMENTS.schema());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"code":"AÜ😀4"}                        | {"code":"AÜ😀4"}
                    {"people":3,"code":"A"}                 | {"code":"A","people":3}
                    {"code":"A","people":null,"gift":false} | {"code":"A","gift":false}
                    {"code":"A","people":1e1,"floor":10.0}  | {"code":"A","people":10,"floor":10}
                    {"code":"A","weight":-0.50,"size":"L"}  | {"code":"A","size":"L","weight":-0.5}
                    """)
    void whatKeepsTheRulesIsTaken(String given, String checked) throws Exception {
        assertEquals(checked, ARGUMENTS.check(given).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                    | code is missing
                    {"code":null}                         | code is missing
                    [1]                                   | they must be a JSON object
                    {"code":"A"                           | they must be one JSON object
                    {"code":"A"} {}                       | they must be one JSON object
                    {"code":"A","code":"B"}               | they must be one JSON object
                    {"code":5}                            | code must be a string
                    {"code":"ABCDE"}                      | code must have at most 4 characters
                    {"code":"aB"}                         | code must match ^[A-Z]
                    {"code":"A","size":"M"}               | size must be one of S, L
                    {"code":"A","people":"3"}             | people must be a whole number
                    {"code":"A","people":2.5}             | people must be a whole number
                    {"code":"A","people":0}               | people must be at least 1
                    {"code":"A","people":11}              | people must be at most 10
                    {"code":"A","people":1e9999}          | people has too many digits
                    {"code":"A","floor":1}                | floor must be one of -1, 10
                    {"code":"A","weight":true}            | weight must be a number
                    {"code":"A","weight":NaN}             | they must be one JSON object
                    {"code":"A","gift":"yes"}             | gift must be true or false
                    """)
    void whatBreaksARuleIsToldSo(String given, String rule) {
        var wrong = assertThrows(ProviderException.class, () -> ARGUMENTS.check(given));
        assertEquals("wrong arguments: " + rule, wrong.getMessage());
    }

    @Test
    void aTextHasAnEndAlsoWithoutARule() {
        var free = new ToolArguments(List.of(ToolParameter.of("note", Type.STRING, true)));
        String thousand = "x".repeat(ToolParameter.LONGEST_TEXT);
        assertThrows(ProviderException.class, () -> free.check("{\"note\":\"" + thousand + "x\"}"));
        assertThrows(
                ProviderException.class, () -> free.check(" ".repeat(20_000) + "{\"note\":\"x\"}"));
    }
}
