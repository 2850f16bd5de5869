package org.offhook.server.answers;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Status;

/** An answer as an import reads it from YAML; texts are quoted as in JSON, which is YAML. Pure. */
final class YamlExport {
    private YamlExport() {}

    /** Empty for what is deleted. */
    static String entry(StoredAnswer answer) {
        Content content = answer.content();
        if (content.status() == Status.DELETED) {
            return "";
        }
        var text = new StringBuilder();
        text.append("  - id: ").append(answer.key().id()).append('\n');
        key(text, "agent", answer.key().agent());
        if (content.status() != Status.APPROVED) {
            key(text, "status", content.status().name().toLowerCase(Locale.ROOT));
        }
        if (content.isRival()) {
            text.append("    no-answer: true\n");
        } else {
            key(text, "say", content.say());
        }
        text.append("    questions:\n");
        content.questions()
                .forEach(question -> text.append("      - ").append(quoted(question)).append('\n'));
        key(text, "then", AnswerJson.then(content.then()));
        if (!content.scope().state().isEmpty()) {
            key(text, "state", content.scope().state());
        }
        if (!content.scope().language().isEmpty()) {
            key(text, "language", content.scope().language());
        }
        content.scope().from().ifPresent(from -> key(text, "from", from.toString()));
        content.scope().until().ifPresent(until -> key(text, "until", until.toString()));
        if (content.dynamic()) {
            text.append("    dynamic: true\n");
        }
        return text.toString();
    }

    private static void key(StringBuilder text, String key, String value) {
        text.append("    ").append(key).append(": ").append(quoted(value)).append('\n');
    }

    private static String quoted(String value) {
        return TextNode.valueOf(value).toString();
    }
}
