package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallToolsTest {
    private final List<String> uses = new ArrayList<>();

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
                        _ -> false,
                        (utterance, use) ->
                                uses.add(utterance + " " + use.name() + " " + use.end()));
        List<String> names = tools.specs().stream().map(ToolSpec::name).toList();
        assertEquals(List.of("hang_up", "rooms_book"), names);
        assertEquals("first", use(tools, "rooms_book"));
        assertEquals(List.of("3 rooms_book DONE"), uses);
    }

    private static String use(CallTools tools, String name) throws InterruptedException {
        return tools.during(3).call(new ToolCall("1", name, "{\"secret\":\"argument\"}"));
    }

    @Test
    void itIsToldWhatWasUsedAndHowItEndedButNotWhatItWasAbout() throws Exception {
        Toolbox box =
                new Toolbox() {
                    @Override
                    public List<ToolSpec> specs() {
                        return List.of(
                                new ToolSpec("fails", "", "{}"), new ToolSpec("waits", "", "{}"));
                    }

                    @Override
                    public String call(ToolCall call) throws InterruptedException {
                        if (call.name().equals("waits")) {
                            throw new InterruptedException();
                        }
                        return FAILED + "no";
                    }
                };
        var tools =
                new CallTools(
                        "test",
                        new AgentTools(Set.of(), Map.of(), List.of(box), Optional.empty()),
                        _ -> {},
                        _ -> false,
                        (utterance, use) ->
                                uses.add(utterance + " " + use.name() + " " + use.end()));
        use(tools, "fails");
        use(tools, "a name of the model's own");
        assertThrows(InterruptedException.class, () -> use(tools, "waits"));
        assertEquals(List.of("3 fails FAILED", "3 unknown FAILED", "3 waits ABANDONED"), uses);
        assertEquals(
                "fails failed after 7 ms", new ToolUse("fails", 7, ToolUse.End.FAILED).toString());
    }
}
