package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallToolsTest {
    /** One tool, which says whose it is. */
    private record Only(String name, String owner) implements Toolbox {
        @Override
        public List<ToolSpec> specs() {
            return List.of(new ToolSpec(name, owner, "{}"));
        }

        @Override
        public String call(ToolCall call) {
            return owner;
        }
    }

    @Test
    void aNameThatTwoSourcesHaveIsToldOnceAndIsTheFirstOnes() throws Exception {
        var tools =
                new CallTools(
                        "test",
                        new AgentTools(
                                Set.of(BuiltInTool.HANG_UP),
                                Map.of(),
                                List.of(
                                        new Only("rooms_book", "first"),
                                        new Only("rooms_book", "second"),
                                        new Only("hang_up", "third")),
                                Optional.empty()),
                        _ -> {},
                        _ -> false);
        List<String> names = tools.specs().stream().map(ToolSpec::name).toList();
        assertEquals(List.of("hang_up", "rooms_book"), names);
        assertEquals("first", tools.call(new ToolCall("1", "rooms_book", "{}")));
    }
}
