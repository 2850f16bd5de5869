package org.offhook.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.server.config.ConfigException;
import org.offhook.server.config.EvalBankLoader;
import org.offhook.server.config.Forms;
import org.offhook.server.eval.Evaluation;
import org.offhook.server.eval.QuestionFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code offhook answers eval}: how often a bank answers, and how often wrongly. */
@Command(
        name = "eval",
        description = {
            "Put questions to an answer bank as callers would and count right and wrong answers.",
            "FILE has three columns with tabs between: expected answer's id or - for silence, kind, question."
        },
        sortOptions = false)
public final class AnswersEval implements Callable<Integer> {
    private static final String BANK = "eval";

    @Option(
            names = "--answers",
            paramLabel = "BANK",
            required = true,
            description = "Answer bank, YAML.")
    private Path answers;

    @Option(
            names = "--questions",
            paramLabel = "FILE",
            required = true,
            description = "Questions, tab-separated.")
    private Path questions;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Precision-coverage plot, SVG (default: ${DEFAULT-VALUE}).",
            defaultValue = "answers-eval.svg")
    private Path plot;

    @Option(
            names = "--wrong-answer-rate",
            paramLabel = "PERCENT",
            defaultValue = "1.7%",
            description =
                    "Allowed share of wrong answers, as an upper bound (default: ${DEFAULT-VALUE}).")
    private String wrongRate;

    @Option(names = "--wrong", description = "Print each wrong answer with its reasons.")
    private boolean showWrong;

    @Option(names = "--json", description = "Print one object on the last line.")
    private boolean json;

    @Mixin private HelpOption help;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws ConfigException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        EvalBankLoader.EvalBank bank = EvalBankLoader.read(answers);
        var ids = bank.answers().stream().map(Answer::id).collect(Collectors.toSet());
        QuestionFile file = QuestionFile.read(questions, ids);
        bank.leftOut().forEach(err::println);
        file.bad().forEach(err::println);
        Evaluation done = evaluate(bank.answers(), file);
        if (showWrong) {
            done.wrongHits().forEach(out::println);
        }
        done.table().forEach(out::println);
        Files.writeString(plot, done.chart());
        out.println("plot: " + plot);
        if (!file.bad().isEmpty()) {
            out.println(file.bad().size() + " bad rows not asked: see above");
        }
        if (json) {
            out.println(done.json());
        }
        return file.bad().isEmpty() ? Offhook.OK : Offhook.FAILED;
    }

    private Evaluation evaluate(List<Answer> answers, QuestionFile file) throws IOException {
        double allowed =
                Forms.percent(wrongRate, 0.0001, 0.5)
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--wrong-answer-rate must be 0.01% to 50%"));
        Path index = Files.createTempDirectory("offhook-eval");
        try (var embedder = MiniLmEmbedder.load();
                var cache = AnswerCache.open(index.resolve("index"), embedder, allowed)) {
            cache.sync(BANK, answers);
            spec.commandLine().getOut().println(cache.proof());
            return Evaluation.of(cache, BANK, file.questions());
        } finally {
            try (var files = Files.walk(index)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
