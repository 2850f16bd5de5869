package org.offhook.server.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What an answer is made of, on the command line. */
final class AnswersWords {
    @Option(names = "--say", paramLabel = "TEXT", description = "What the caller hears.")
    private String say;

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            description = "A phrasing that means it; again for each.")
    List<String> questions;

    @Option(
            names = "--then",
            paramLabel = "DEED",
            description = "listen, hangup, take-message or \"transfer sip:USER@HOST\".")
    private String then;

    @Option(names = "--from", paramLabel = "DAY", description = "Holds from this day on.")
    private String from;

    @Option(names = "--until", paramLabel = "DAY", description = "Holds until this day begins.")
    private String until;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "candidate, approved or suspended.")
    private String status;

    /** By the names of the API; null where it was not said. */
    Map<String, String> texts() {
        var texts = new HashMap<String, String>();
        texts.put("say", say);
        texts.put("then", then);
        texts.put("from", from);
        texts.put("until", until);
        texts.put("status", status);
        return texts;
    }
}
