package org.offhook.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.offhook.server.answers.AnswersBackup;
import org.offhook.server.answers.AnswersText;
import org.offhook.server.answers.ApiRequest;
import org.offhook.server.answers.ApiResponse;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code offhook answers}: what can be done with prepared answers, also while a server says them.
 */
@Command(
        name = "answers",
        description = "Work with prepared answers, also while a server says them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AnswersEval.class)
public final class Answers implements Runnable {
    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    private final AnswersDoor door;

    public Answers(AnswersDoor door) {
        this.door = door;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "list", description = "List answers.", sortOptions = false)
    int list(
            @Mixin AnswersOptions options,
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            defaultValue = "",
                            description = "candidate, approved, suspended or deleted.")
                    String status)
            throws ConfigException, IOException, InterruptedException {
        var query = Map.of("agent", options.agent, "status", status);
        return ask(options.config(), "GET", "/answers", query, "");
    }

    @Command(name = "show", description = "Show an answer and its history.", sortOptions = false)
    int show(@Mixin AnswersOptions options, @Parameters(paramLabel = "ID") String id)
            throws ConfigException, IOException, InterruptedException {
        return one(options, "GET", id, "", Map.of(), "");
    }

    @Command(name = "status", description = "Count answers.", sortOptions = false)
    int status(@Mixin AnswersOptions options)
            throws ConfigException, IOException, InterruptedException {
        return ask(options.config(), "GET", "/answers/status", Map.of(), "");
    }

    @Command(
            name = "add",
            description = "Add an approved answer, or a known question without one.",
            sortOptions = false)
    int add(
            @Mixin AnswersOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Mixin AnswersWords words,
            @Option(
                            names = "--no-answer",
                            description =
                                    "The questions have no prepared answer: keep others away.")
                    boolean noAnswer)
            throws ConfigException, IOException, InterruptedException {
        ServerConfig config = options.config();
        var texts = words.texts();
        texts.put("id", id);
        texts.put("agent", AnswersOptions.agent(config, options.agent));
        texts.put("no-answer", noAnswer ? "true" : null);
        String body = AnswersText.body(texts, words.questions);
        return ask(config, "POST", "/answers", Map.of(), body);
    }

    @Command(name = "edit", description = "Change an answer.", sortOptions = false)
    int edit(
            @Mixin AnswersOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Mixin AnswersWords words)
            throws ConfigException, IOException, InterruptedException {
        String body = AnswersText.body(words.texts(), words.questions);
        return one(options, "PUT", id, "", Map.of(), body);
    }

    @Command(name = "approve", description = "Let an answer be said.", sortOptions = false)
    int approve(@Mixin AnswersOptions options, @Parameters(paramLabel = "ID") String id)
            throws ConfigException, IOException, InterruptedException {
        return one(options, "POST", id, "/approve", Map.of(), "");
    }

    @Command(
            name = "suspend",
            description = "Let an answer no longer be said.",
            sortOptions = false)
    int suspend(
            @Mixin AnswersOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--why",
                            paramLabel = "TEXT",
                            defaultValue = "",
                            description = "For the history.")
                    String why)
            throws ConfigException, IOException, InterruptedException {
        return one(options, "POST", id, "/suspend", Map.of("why", why), "");
    }

    @Command(
            name = "delete",
            description = "Delete an answer; undo brings it back.",
            sortOptions = false)
    int delete(@Mixin AnswersOptions options, @Parameters(paramLabel = "ID") String id)
            throws ConfigException, IOException, InterruptedException {
        return one(options, "DELETE", id, "", Map.of(), "");
    }

    @Command(
            name = "undo",
            description = "Take the last change of an answer back.",
            sortOptions = false)
    int undo(@Mixin AnswersOptions options, @Parameters(paramLabel = "ID") String id)
            throws ConfigException, IOException, InterruptedException {
        return one(options, "POST", id, "/undo", Map.of(), "");
    }

    @Command(
            name = "propose",
            description = {
                "Propose more questions of an answer, and questions that only resemble it.",
                "Both are candidates: approve ID--more and ID--not, or delete them."
            },
            sortOptions = false)
    int propose(@Mixin AnswersOptions options, @Parameters(paramLabel = "ID") String id)
            throws ConfigException, IOException, InterruptedException {
        return one(options, "POST", id, "/propose", Map.of(), "");
    }

    @Command(
            name = "test",
            description = "Show what a caller who asks this would get, and why.",
            sortOptions = false)
    int test(@Mixin AnswersOptions options, @Parameters(paramLabel = "QUESTION") String question)
            throws ConfigException, IOException, InterruptedException {
        ServerConfig config = options.config();
        var texts = new HashMap<String, String>();
        texts.put("agent", AnswersOptions.agent(config, options.agent));
        texts.put("question", question);
        return ask(config, "POST", "/answers/test", Map.of(), AnswersText.body(texts, List.of()));
    }

    @Command(
            name = "import",
            description = {
                "Add or replace answers from a file: all of it, or, where a row is bad, nothing.",
                "YAML as in a bank; CSV and TSV with a first line of id, question, say and perhaps then,"
                        + " status, from, until; JSONL as exported."
            },
            sortOptions = false)
    int importFile(
            @Mixin AnswersOptions options,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "",
                            description = "yaml, csv, tsv or jsonl. Default: the file's ending")
                    String format,
            @Option(names = "--keep-good", description = "Leave bad rows out and take the others.")
                    boolean keepGood)
            throws ConfigException, IOException, InterruptedException {
        ServerConfig config = options.config();
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1).replace("yml", "yaml");
        var query = new HashMap<String, String>();
        query.put("agent", AnswersOptions.agent(config, options.agent));
        query.put("format", format.isEmpty() ? ending : format);
        query.put("keep-good", Boolean.toString(keepGood));
        return ask(config, "POST", "/answers/import", query, Files.readString(file));
    }

    @Command(
            name = "export",
            description = "Write all answers, for an import elsewhere or as a backup.",
            sortOptions = false)
    int export(
            @Mixin AnswersOptions options,
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "Default: the console")
                    Path file,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "jsonl",
                            description = "jsonl, with all history, or yaml.")
                    String format)
            throws ConfigException, IOException, InterruptedException {
        var query = Map.of("agent", options.agent, "format", format);
        ApiResponse response = response(options.config(), "GET", "/answers/export", query, "");
        if (response.status() >= 400) {
            return print(response);
        }
        if (file == null) {
            out().print(AnswersText.exported(response));
            out().flush();
        } else {
            Files.writeString(file, AnswersText.exported(response));
        }
        return Offhook.OK;
    }

    @Command(
            name = "backup",
            description = {
                "Copy answers and their audio into a new folder, also while a server says them.",
                "Bring them back with restore."
            },
            sortOptions = false)
    int backup(@Mixin AnswersOptions options, @Parameters(paramLabel = "FOLDER") Path folder)
            throws ConfigException, IOException, InterruptedException {
        ServerConfig config = options.config();
        ApiResponse response = response(config, "GET", "/answers/backup", Map.of(), "");
        if (response.status() >= 400) {
            return print(response);
        }
        out().println(AnswersBackup.write(response.body(), config.data(), folder));
        return Offhook.OK;
    }

    @Command(
            name = "restore",
            description = "Make the answers those of a backup. No server may be running on them.",
            sortOptions = false)
    int restore(@Mixin AnswersOptions options, @Parameters(paramLabel = "FOLDER") Path folder)
            throws ConfigException, IOException {
        out().println(door.restore(options.config(), folder));
        return Offhook.OK;
    }

    private int one(
            AnswersOptions options,
            String method,
            String id,
            String deed,
            Map<String, String> query,
            String body)
            throws ConfigException, IOException, InterruptedException {
        ServerConfig config = options.config();
        String[] named = id.split("/", 2); // "agent/id" is how lists show it
        String agent = named.length == 2 ? named[0] : AnswersOptions.agent(config, options.agent);
        if (agent.isEmpty()) {
            spec.commandLine().getErr().println("offhook: --agent must say whose answer it is");
            return Offhook.USAGE;
        }
        String path = "/answers/" + agent + "/" + named[named.length - 1] + deed;
        return ask(config, method, path, query, body);
    }

    private int ask(
            ServerConfig config, String method, String path, Map<String, String> query, String body)
            throws ConfigException, IOException, InterruptedException {
        return print(response(config, method, path, query, body));
    }

    private ApiResponse response(
            ServerConfig config, String method, String path, Map<String, String> query, String body)
            throws ConfigException, IOException, InterruptedException {
        String who = System.getProperty("user.name", "somebody");
        return door.ask(config, new ApiRequest(method, path, query, body, who));
    }

    private int print(ApiResponse response) {
        List<String> faults = AnswersText.faults(response);
        faults.forEach(spec.commandLine().getErr()::println);
        AnswersText.lines(response).forEach(out()::println);
        return faults.isEmpty() ? Offhook.OK : Offhook.FAILED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
