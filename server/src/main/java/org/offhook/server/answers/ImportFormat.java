package org.offhook.server.answers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.offhook.cache.store.AnswerImport.Row;
import org.offhook.cache.store.AnswerJson;
import org.offhook.cache.store.RefusedException;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.server.config.AnswerFileReader;
import org.offhook.server.config.AnswerFileReader.Found;

/** In what files answers come. */
enum ImportFormat {
    YAML,
    CSV,
    TSV,
    /** What an export is: one answer a line, with its history. */
    JSONL;

    static ImportFormat of(String name) throws RefusedException {
        for (ImportFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return format;
            }
        }
        throw new RefusedException(
                List.of("format must be yaml, csv, tsv or jsonl, got \"" + name + "\""));
    }

    /**
     * @param agent of answers that name none
     */
    Found read(String agent, String text) {
        return switch (this) {
            case YAML -> AnswerFileReader.read(agent, text);
            case CSV -> TableReader.read(agent, ',', text);
            case TSV -> TableReader.read(agent, '\t', text);
            case JSONL -> lines(text);
        };
    }

    private static Found lines(String text) {
        var rows = new ArrayList<Row>();
        var faults = new ArrayList<String>();
        int line = 0;
        for (String one : text.split("\n")) {
            line++;
            if (!one.isBlank()) {
                try {
                    StoredAnswer answer = AnswerJson.read(one);
                    rows.add(new Row(line, answer.key(), answer.content(), Optional.of(answer)));
                } catch (IOException broken) {
                    faults.add("line " + line + ": " + broken.getMessage());
                }
            }
        }
        return new Found(rows, faults);
    }
}
