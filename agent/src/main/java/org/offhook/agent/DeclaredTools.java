package org.offhook.agent;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tools that the configuration declares. Shared by calls; owns none of them. */
public final class DeclaredTools implements Toolbox {
    private final Map<String, Tool> byName = new LinkedHashMap<>();

    public DeclaredTools(List<? extends Tool> tools) {
        tools.forEach(tool -> byName.put(tool.spec().name(), tool));
    }

    @Override
    public List<ToolSpec> specs() {
        return byName.values().stream().map(Tool::spec).toList();
    }

    @Override
    public String call(ToolCall call) throws InterruptedException {
        Tool tool = byName.get(call.name());
        if (tool == null) {
            return FAILED + "there is no such tool";
        }
        try {
            return tool.use(call.arguments());
        } catch (IOException failure) {
            return FAILED + failure.getMessage();
        }
    }
}
